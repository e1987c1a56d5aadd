import { expect, test } from 'vitest'
import { type PersonKind, personSummary } from './person-summary.ts'

test.each<[PersonKind, Parameters<typeof personSummary>[1], string]>([
  [
    'onboarded',
    { user: 'mary', groups: ['Enrolment-x'], waiting: ['Clerk'], accessKeyReason: 'a batch job' },
    'mary was onboarded into Enrolment-x; Clerk follows the first sign-in; with an access key. “a batch job”',
  ],
  ['onboarding', { user: 'mary' }, 'mary is being onboarded'],
  ['offboarding', { user: 'mary' }, 'mary is being offboarded'],
  [
    'offboarded',
    { user: 'mary', keptUser: true, sessions: ['arn:a', 'arn:b'] },
    'mary was offboarded; the user is kept, and denied everything; sessions of 2 roles may outlive that',
  ],
  ['offboarded', { user: 'mary', keptUser: false, sessions: [] }, 'mary was offboarded'],
  [
    'granted',
    { user: 'mary', role: 'rescuer', until: '2026-06-01T12:00:00.000Z', reason: 'the queue hangs', breakGlass: true },
    'mary has rescuer until 2026-06-01 12:00, for an emergency. “the queue hangs”',
  ],
  [
    'grant-ended',
    {
      user: 'mary',
      role: 'rescuer',
      calls: [
        { name: 'PurgeQueue', count: 2 },
        { name: 'GetUser', count: 1 },
      ],
    },
    'The temporary access of mary to rescuer has ended; 3 calls under it: PurgeQueue, GetUser',
  ],
  [
    'grant-ended',
    { user: 'mary', role: 'rescuer', calls: [], unread: 'CloudTrail may not be read' },
    'The temporary access of mary to rescuer has ended; what was done under it is not known: CloudTrail may not be read',
  ],
  ['key-rotation', { user: 'mary', step: 'switch' }, 'The old access key was put out of force: mary'],
  ['credential-review', { users: 12, findings: [{}] }, 'The credentials of 12 users were reviewed: 1 finding'],
  ['credential-review', null, 'The credentials of all users were reviewed: 0 findings'],
])('%s of %j says %s', (kind, data, text) => {
  expect(personSummary(kind, data)).toBe(text)
})
