import { revokingDocument } from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { revokingLines, sessionLines } from './session-text.ts'

const accountId = '111122223333'
const revoke = revokingDocument(new Date('2026-06-01T00:00:00Z'))
const role = (name: string) => ({ name, arn: `arn:aws:iam::${accountId}:role/${name}`, revoke })
const taken = { last: '2026-05-31T12:00:00.000Z', times: 2, sessions: ['ci', 'laptop'] }
const from = '2026-03-03T00:00:00.000Z'

describe('what offboarding says of sessions', () => {
  it('is which roles were taken, which may be, and which of other accounts', () => {
    const elsewhere = { arn: 'arn:aws:iam::444455556666:role/Backup', ...taken, times: 1, sessions: [] }
    const roles = [{ arn: role('Deployer').arn, ...taken }, elsewhere]
    const sessions = [{ ...role('Deployer'), assumed: taken }, role('Auditor')]
    const trail = { read: true as const, from, regions: ['eu-west-1', 'us-east-1'], roles }
    expect(sessionLines({ accountId, sessions, trail })).toEqual([
      '\nSessions of these roles outlive the user, until they end:',
      '  Deployer: taken 2 times, last at 2026-05-31T12:00:00.000Z, as ci, laptop',
      '  Auditor: may be taken, but was not since 2026-03-03T00:00:00.000Z',
      '\nSessions of roles outside of 111122223333 are revoked where the role is:',
      '  arn:aws:iam::444455556666:role/Backup: taken 1 time, last at 2026-05-31T12:00:00.000Z',
      '\nCloudTrail was asked in eu-west-1, us-east-1, back to 2026-03-03T00:00:00.000Z: it is some minutes late, and does not tell which roles a session took in turn.',
    ])
  })

  it('is what is not known where CloudTrail may not be read', () => {
    const trail = { read: false as const, why: 'AWS refuses `cloudtrail:LookupEvents` in region us-east-1' }
    expect(sessionLines({ accountId, sessions: [role('Auditor')], trail })).toEqual([
      '\nSessions of these roles outlive the user, until they end:',
      '  Auditor: may be taken',
      '\nWhich roles were really taken is not known: AWS refuses `cloudtrail:LookupEvents` in region us-east-1.',
    ])
    expect(sessionLines({ accountId, sessions: [], trail })).toHaveLength(1)
  })

  it('is the command that revokes them', () => {
    expect(revokingLines([role('Auditor')])).toEqual([
      '\nTo revoke the sessions of these roles that were begun before now, whoever began them:',
      `  aws iam put-role-policy --role-name Auditor --policy-name AWSRevokeOlderSessions --policy-document '{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":["*"],"Resource":["*"],"Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-06-01T00:00:00.000Z"}}}]}'`,
    ])
    expect(revokingLines([])).toEqual([])
  })
})
