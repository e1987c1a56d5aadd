import { describe, expect, it } from 'vitest'
import type { TrailEvent } from '../review/trail-event.ts'
import { assumedRoles, isSameRole } from './assumed-roles.ts'

const role = 'arn:aws:iam::111122223333:role/team/Deployer'
let count = 0
const event = (given: Partial<TrailEvent>): TrailEvent => ({
  id: String(count++),
  at: '2026-06-01T00:00:00.000Z',
  region: 'us-east-1',
  source: 'sts.amazonaws.com',
  name: 'AssumeRole',
  actor: { arn: 'arn:aws:iam::111122223333:user/mary', kind: 'user' },
  resources: [role],
  session: 'laptop',
  ...given,
})

describe('roles that a user took', () => {
  it('are told once each with the last time and the sessions, the last taken first', () => {
    const early = '2026-05-01T00:00:00.000Z'
    const other = 'arn:aws:iam::444455556666:role/Backup'
    expect(
      assumedRoles([
        event({ at: early, resources: [other], session: 'b' }),
        event({ session: 'b' }),
        event({ at: early, session: 'a' }),
        event({ at: early, session: 'b' }),
      ]),
    ).toEqual([
      { arn: role, last: '2026-06-01T00:00:00.000Z', times: 3, sessions: ['a', 'b'] },
      { arn: other, last: early, times: 1, sessions: ['b'] },
    ])
  })

  it('are those of the console too, but no refused attempt and no other call', () => {
    const switched = { kind: 'assumed-role' as const, arn: 'arn:aws:sts::111122223333:assumed-role/Auditor/mary' }
    const { session: _, ...unnamed } = event({})
    expect(
      assumedRoles([
        event({ error: { code: 'AccessDenied' } }),
        event({ name: 'GetSessionToken', resources: [] }),
        event({ name: 'GetRole', source: 'iam.amazonaws.com' }),
        event({ resources: ['arn:aws:iam::111122223333:user/mary'] }),
        { ...unnamed, name: 'SwitchRole', source: 'signin.amazonaws.com', actor: switched, resources: [] },
        { ...unnamed, name: 'SwitchRole', source: 'signin.amazonaws.com', resources: [] },
      ]),
    ).toEqual([
      {
        arn: 'arn:aws:iam::111122223333:role/Auditor',
        last: '2026-06-01T00:00:00.000Z',
        times: 1,
        sessions: ['mary'],
      },
    ])
  })

  it('are the same with and without the path, in one account', () => {
    expect(isSameRole(role, 'arn:aws:iam::111122223333:role/Deployer')).toBe(true)
    expect(isSameRole(role, 'arn:aws:iam::444455556666:role/team/Deployer')).toBe(false)
    expect(isSameRole(role, 'arn:aws:iam::111122223333:role/team/Deployer2')).toBe(false)
  })
})
