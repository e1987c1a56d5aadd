import { describe, expect, it } from 'vitest'
import type { AccountState } from '../account/account-state.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { decider } from './decide.ts'

const arn = (kind: string, name: string): string => `arn:aws:iam::111122223333:${kind}/${name}`
const allow = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' } as const
const bogus: PolicyDocument = { Statement: [{ ...allow, Condition: { Bogus: { 'aws:username': 'ana' } } }] }

/** Ana is in a group that holds a document inline, and a policy. */
const stateWith = (inline: PolicyDocument, attached: PolicyDocument): AccountState => ({
  accountId: '111122223333',
  groups: [
    {
      name: 'Clerks',
      path: '/',
      arn: arn('group', 'Clerks'),
      attachedPolicies: [arn('policy', 'Read')],
      inlinePolicies: [{ name: 'by-hand', document: inline }],
    },
  ],
  policies: [
    {
      name: 'Read',
      path: '/',
      arn: arn('policy', 'Read'),
      defaultVersionId: 'v1',
      versions: [{ versionId: 'v1', document: attached }],
    },
  ],
  users: [],
  roles: [],
})
const request = { action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf' }
const who = { kind: 'group', name: 'Clerks' } as const

describe('a document that IAM would not take', () => {
  it.each([
    ['inline', stateWith(bogus, { Statement: allow }), '`Clerks`, inline policy `by-hand`'],
    ['attached', stateWith({ Statement: allow }, bogus), `policy \`${arn('policy', 'Read')}\``],
    // Which of the two is told hangs on who is asked.
    [
      'with more that is wrong',
      stateWith(
        { Statement: [{ ...allow, Sid: 'A' }, { ...allow, Sid: 'A' }, ...[bogus.Statement].flat()] },
        { Statement: allow },
      ),
      '`Clerks`, inline policy `by-hand`',
    ],
  ])('is named by whoever is asked: %s', (_, state, place) => {
    const refused = expect.objectContaining({
      code: 'unreadable-policy',
      message: expect.stringContaining(`the document of ${place} can't be judged: `),
    })
    const asked = decider(state)
    expect(() => asked.can(who, request)).toThrow(refused)
    expect(() => asked.whoCan(request)).toThrow(refused)
    expect(() => asked.could(who, request)).toThrow(refused)
    expect(() => asked.whoCould(request)).toThrow(refused)
  })

  it('does not hinder what it has no part in, and is not blamed for a request', () => {
    const twice = {
      Statement: [
        { ...allow, Sid: 'A' },
        { ...allow, Sid: 'A' },
      ],
    }
    const asked = decider(stateWith(twice, { Statement: allow }))
    expect(asked.can(who, request)?.decision.effect).toBe('allow')
    const fine = decider(stateWith({ Statement: allow }, { Statement: allow }))
    // @ts-expect-error -- as a caller without types might ask
    expect(() => fine.can(who, { action: 7, resource: '*' })).not.toThrow("can't be judged")
  })
})
