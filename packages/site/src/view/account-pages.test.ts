import { describe, expect, test } from 'vitest'
import { hostileCompany } from '../hostile-company.testing.ts'
import { hostileTexts } from '../hostile-texts.testing.ts'
import { sampleCompany } from '../sample-company.testing.ts'
import { siteView } from './site-view.ts'

const sample = siteView(sampleCompany, '/')

describe('the account baseline', () => {
  test('shows the newest report of an account, the gravest first, and its scores over time', () => {
    const shop = sample.baseline.find(({ id }) => id === 'shop')
    expect(shop?.latest).toMatchObject({
      percent: 72,
      document: 'AWS Solution Brief',
      failed: [{ id: 'root-mfa', findings: ['the root user signs in without MFA'], more: 2 }],
      unseen: [{ id: 'federation', says: 'How people come in can’t be seen here.' }],
      passed: [{ id: 'account-alias' }],
    })
    expect(shop?.scores?.rows.map(({ values }) => values)).toEqual([[72]])
  })

  test('says of an account that nobody has looked at that nobody has', () => {
    expect(sample.baseline.find(({ id }) => id === 'depot')).toMatchObject({ latest: null, scores: null })
  })

  test('leaves out an entry that is no report', () => {
    const entries = [sampleCompany.history ?? []].flat().flatMap((one) => one.entries)
    const broken = entries.map((entry) => (entry.kind === 'baseline' ? { ...entry, data: { score: 'good' } } : entry))
    const view = siteView(
      {
        ...sampleCompany,
        history: { account: 'shop', entries: broken, verification: { ok: true, heads: [], problems: [] } },
      },
      '/',
    )
    expect(view.baseline.find(({ id }) => id === 'shop')?.latest).toBeNull()
  })
})

describe('CloudHSM', () => {
  test('shows clusters, the role, and regions of which nothing is known', () => {
    const shop = sample.cloudHsm.find(({ id }) => id === 'shop')
    expect(shop?.latest).toMatchObject({
      regions: ['eu-west-1'],
      failures: [{ region: 'us-west-2', message: 'not authorized' }],
      clusters: [{ id: 'cluster-igklspoyj5v', keyStores: ['Vault'], newestBackup: { text: '19 Nov 2026' } }],
      role: { lastUsed: { region: 'eu-west-1' } },
    })
  })

  test('says who may administer it by the model, and nobody where nobody may', () => {
    expect(sample.cloudHsm.find(({ id }) => id === 'depot')).toMatchObject({ administrators: [], latest: null })
    const [account] = sampleCompany.states
    if (account === undefined) throw new Error('no account')
    const [group, ...others] = account.state.groups
    if (group === undefined) throw new Error('no group')
    const document = {
      Version: '2012-10-17',
      Statement: { Effect: 'Allow', Action: 'cloudhsm:*', Resource: '*' },
    } as const
    const state = {
      ...account.state,
      groups: [{ ...group, inlinePolicies: [{ name: 'hsm', document }] }, ...others],
    }
    const view = siteView({ ...sampleCompany, states: [{ ...account, state }] }, '/')
    expect(view.cloudHsm.find(({ id }) => id === account.account.id)?.administrators).toContainEqual(
      expect.objectContaining({ kind: 'group', name: group.name, full: true, mayCreateRole: false }),
    )
  })
})

test('hostile names come through as text, with nothing that reads otherwise than it stands', () => {
  const { baseline, cloudHsm } = siteView(hostileCompany(), '/')
  expect(baseline[0]?.latest?.failed.length).toBe(hostileTexts.length)
  expect(cloudHsm[0]?.latest?.clusters.length).toBe(hostileTexts.length)
  const all = JSON.stringify([baseline, cloudHsm])
  expect(all).not.toContain('\u202E')
  expect(all).not.toContain('AKIAABCDEFGHIJKLMNOP')
})
