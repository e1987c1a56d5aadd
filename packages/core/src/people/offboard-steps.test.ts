import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import type { Holdings } from './holdings.ts'
import { denyAllDocument, isVirtual, type OffboardStep, offboardSteps } from './offboard-steps.ts'

const at = '2026-06-01T00:00:00.000Z'
const allowing = (size: number): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: `s3:${'a'.repeat(size)}`, Resource: '*' }],
})
const ids = (prefix: string, most: number) =>
  fc.nat(most).map((count) => Array.from({ length: count }, (_, index) => `${prefix}${index}`))
const keys = (prefix: string, most: number) =>
  fc.tuple(ids(prefix, most), fc.boolean()).map(([all, active]) => all.map((id) => ({ id, active, createdAt: at })))

const holdings: fc.Arbitrary<Holdings> = fc
  .record({
    loginProfile: fc.option(fc.constant({ createdAt: at, resetRequired: false })),
    permissionsBoundary: fc.option(fc.constant('arn:aws:iam::111122223333:policy/Bound')),
    accessKeys: keys('AKIA', 2),
    virtual: ids('arn:aws:iam::111122223333:mfa/d', 2),
    hardware: ids('GAHT1234567', 2),
    sshKeys: keys('APKA', 2),
    serviceCredentials: keys('ACCA', 2),
    certificates: keys('CERT', 2),
    groups: ids('G', 10),
    attachedPolicies: ids('arn:aws:iam::111122223333:policy/P', 10),
    inline: fc.array(fc.integer({ min: 1, max: 600 }), { maxLength: 3 }),
  })
  .map(({ virtual, hardware, inline, accessKeys, serviceCredentials, ...rest }) => ({
    ...rest,
    user: 'mary',
    arn: 'arn:aws:iam::111122223333:user/mary',
    createdAt: at,
    tags: {},
    passwordLastUsed: null,
    accessKeys: accessKeys.map((key) => ({ ...key, lastUsed: null })),
    serviceCredentials: serviceCredentials.map((one) => ({ ...one, service: 'codecommit.amazonaws.com' })),
    mfaDevices: [...virtual, ...hardware].map((serialNumber) => ({ serialNumber, enabledAt: at })),
    inlinePolicies: inline.map((size, index) => ({ name: `inline${index}`, document: allowing(size) })),
  }))

const without = <T>(list: readonly T[], keep: (item: T) => boolean): readonly T[] => list.filter(keep)

/** What a user has after a step; virtual devices that are out of use are kept beside. */
function after(held: Holdings, step: OffboardStep): Holdings {
  switch (step.kind) {
    case 'deny-all': {
      const others = without(held.inlinePolicies, ({ name }) => name !== step.policy)
      return { ...held, inlinePolicies: [...others, { name: step.policy, document: denyAllDocument }] }
    }
    case 'attach-deny-all':
      return { ...held, attachedPolicies: [...held.attachedPolicies, step.policyArn] }
    case 'deactivate-access-key':
      return {
        ...held,
        accessKeys: held.accessKeys.map((key) => (key.id === step.id ? { ...key, active: false } : key)),
      }
    case 'delete-login-profile':
      return { ...held, loginProfile: null }
    case 'deactivate-mfa-device':
      return { ...held, mfaDevices: without(held.mfaDevices, ({ serialNumber }) => serialNumber !== step.serialNumber) }
    case 'delete-ssh-key':
      return { ...held, sshKeys: without(held.sshKeys, ({ id }) => id !== step.id) }
    case 'delete-service-credential':
      return { ...held, serviceCredentials: without(held.serviceCredentials, ({ id }) => id !== step.id) }
    case 'delete-certificate':
      return { ...held, certificates: without(held.certificates, ({ id }) => id !== step.id) }
    case 'leave-group':
      return { ...held, groups: without(held.groups, (group) => group !== step.group) }
    case 'detach-policy':
    case 'lift-attached-deny':
      return { ...held, attachedPolicies: without(held.attachedPolicies, (arn) => arn !== step.policyArn) }
    case 'delete-inline-policy':
    case 'lift-deny':
      return { ...held, inlinePolicies: without(held.inlinePolicies, ({ name }) => name !== step.policy) }
    case 'delete-boundary':
      return { ...held, permissionsBoundary: null }
    case 'delete-access-key':
      return { ...held, accessKeys: without(held.accessKeys, ({ id }) => id !== step.id) }
    case 'delete-virtual-mfa-device':
    case 'delete-user':
      return held
    default:
      return step satisfies never
  }
}

const isDenied = (held: Holdings): boolean =>
  held.inlinePolicies.some(({ document }) => document === denyAllDocument) ||
  held.attachedPolicies.includes('arn:aws:iam::aws:policy/AWSDenyAll')

const isBare = (held: Holdings): boolean =>
  [
    held.accessKeys,
    held.mfaDevices,
    held.sshKeys,
    held.serviceCredentials,
    held.certificates,
    held.groups,
    held.attachedPolicies,
    held.inlinePolicies,
  ].every((list) => list.length === 0) && held.loginProfile === null

describe('the steps of an offboarding', () => {
  it('deny from the first step until nothing is left that the deny could hold back, and end with the user', () => {
    fc.assert(
      fc.property(holdings, (held) => {
        const steps = offboardSteps(held, { keepUser: false, devices: [] })
        let now = held
        for (const [index, step] of steps.entries()) {
          now = after(now, step)
          // From here on nothing is permitted; lifted only where all else is gone.
          expect([index, step.kind, isDenied(now) || isBare(now)]).toEqual([index, step.kind, true])
        }
        expect(isBare(now)).toBe(true)
        expect(now.permissionsBoundary).toBeNull()
        expect(steps.at(-1)).toEqual({ kind: 'delete-user' })
        const deleted = steps.flatMap((step) => (step.kind === 'delete-virtual-mfa-device' ? [step.serialNumber] : []))
        const virtual = held.mfaDevices.map(({ serialNumber }) => serialNumber).filter(isVirtual)
        expect(deleted).toEqual(virtual)
      }),
    )
  })

  it('stopped after any of them are the same steps from there on', () => {
    fc.assert(
      fc.property(holdings, fc.nat(60), fc.boolean(), (held, stop, keepUser) => {
        const devices = held.mfaDevices.map(({ serialNumber }) => serialNumber).filter(isVirtual)
        const steps = offboardSteps(held, { keepUser, devices })
        const done = steps.slice(0, stop).filter(({ kind }) => kind !== 'delete-user')
        const now = done.reduce(after, held)
        const isLifted = done.some(({ kind }) => kind === 'lift-deny' || kind === 'lift-attached-deny')
        const left = offboardSteps(now, { keepUser, devices }).filter(
          ({ kind }) => kind !== 'delete-virtual-mfa-device',
        )
        const expected = steps.slice(done.length).filter(({ kind }) => kind !== 'delete-virtual-mfa-device')
        // Between the lifting and the deletion the deny is put back, and lifted again.
        expect(isLifted ? left.at(-1) : left).toEqual(isLifted ? expected.at(-1) : expected)
      }),
    )
  })
})
