import { describe, expect, it } from 'vitest'
import { accountId, allowing, group, policy, user } from '../baseline/facts.testing.ts'
import type { AccountState } from '../account/account-state.ts'
import { cloudHsmAdministrators, missingCloudHsmRights } from './cloudhsm-rights.ts'
import { cloudHsmRoleArn, type CloudHsmStatus, parseCloudHsmStatus } from './cloudhsm-status.ts'
import { disablePlan } from './disable-plan.ts'

const adminPolicy = allowing('cloudhsm:*', 'ec2:CreateNetworkInterface', 'iam:CreateServiceLinkedRole')
const state: AccountState = {
  accountId,
  groups: [
    group('Readers', { inlinePolicies: [{ name: 'read', document: allowing('cloudhsm:Describe*') }] }),
    group('CloudHsmAdministrator', { attachedPolicies: [`arn:aws:iam::${accountId}:policy/CloudHsmAdminPolicy`] }),
    group('Starters', { inlinePolicies: [{ name: 'start', document: allowing('cloudhsm:CreateCluster') }] }),
  ],
  policies: [policy('CloudHsmAdminPolicy', adminPolicy)],
  users: [user('wang', { groups: ['CloudHsmAdministrator'] }), user('ana')],
  roles: [],
}

describe('who may administer CloudHSM', () => {
  it('is whoever may change clusters, with what each lacks for the commands', () => {
    const found = cloudHsmAdministrators(state)
    expect(found.map(({ kind, name, full, mayCreateRole }) => ({ kind, name, full, mayCreateRole }))).toEqual([
      { kind: 'group', name: 'CloudHsmAdministrator', full: true, mayCreateRole: true },
      { kind: 'group', name: 'Starters', full: false, mayCreateRole: false },
      { kind: 'user', name: 'wang', full: true, mayCreateRole: true },
    ])
    expect(found[0]?.missing).toEqual({
      status: ['kms:DescribeCustomKeyStores', 'iam:GetRole'],
      enable: ['iam:GetRole', 'iam:UpdateRoleDescription'],
      disable: [
        'kms:DescribeCustomKeyStores',
        'iam:GetRole',
        'iam:DeleteServiceLinkedRole',
        'iam:GetServiceLinkedRoleDeletionStatus',
      ],
      'disable --delete-clusters': [],
    })
  })

  it('is told of the caller where the account shows it, and not guessed of anybody else', () => {
    const arn = `arn:aws:iam::${accountId}:user/wang`
    expect(missingCloudHsmRights(state, arn, ['enable'])).toEqual(['iam:GetRole', 'iam:UpdateRoleDescription'])
    expect(missingCloudHsmRights(state, `arn:aws:iam::${accountId}:user/ana`, ['enable'])).toContain(
      'iam:CreateServiceLinkedRole',
    )
    expect(missingCloudHsmRights(state, `arn:aws:iam::${accountId}:root`, ['enable'])).toBeUndefined()
  })
})

const cluster = {
  id: 'cluster-aaaaaaaaaaa',
  region: 'eu-west-1',
  state: 'ACTIVE',
  hsmType: 'hsm2m.medium',
  createdAt: '2026-05-01T08:00:00.000Z',
  hsms: [{ id: 'hsm-aaaaaaaaaaa', zone: 'eu-west-1a', state: 'ACTIVE' }],
  readyBackups: 1,
  newestBackup: '2026-05-01T08:00:00.000Z',
  keyStores: [],
}
const status: CloudHsmStatus = {
  version: 1,
  accountId,
  at: '2026-05-01T08:00:00.000Z',
  regions: ['eu-west-1'],
  failures: [],
  clusters: [cluster],
  role: { arn: cloudHsmRoleArn(accountId), description: '', createdAt: null, lastUsed: null },
}

describe('a plan to disable', () => {
  it('deletes the role only where every cluster is named', () => {
    expect(disablePlan(status, { named: [] })).toMatchObject({ named: [], unnamed: [cluster], deletesRole: false })
    expect(disablePlan(status, { named: [cluster.id] })).toMatchObject({
      named: [cluster],
      deletesRole: true,
      refusals: [],
    })
  })

  it('takes an id that is gone for done only where an earlier run deleted it', () => {
    const named = [cluster.id, 'cluster-bbbbbbbbbbb']
    expect(disablePlan(status, { named }).refusals).toHaveLength(1)
    expect(disablePlan(status, { named, gone: new Set(['cluster-bbbbbbbbbbb']) }).refusals).toEqual([])
  })
})

it('an entry of the history is read back as it was written', () => {
  expect(parseCloudHsmStatus({ did: 'status', status })).toEqual(status)
  expect(parseCloudHsmStatus({ did: 'enable', created: true })).toBeUndefined()
})
