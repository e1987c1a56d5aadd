import {
  type AccountState,
  allow,
  atMost,
  type AuditEntry,
  awsManaged,
  compile,
  defineAccount,
  defineModel,
  definePerson,
  definePolicy,
  defineRole,
  defineTask,
  type JsonValue,
  mutuallyExclusive,
  type Review,
  type ReviewDecision,
  separate,
  suppress,
} from '@rolewright/core'
import { createHash } from 'node:crypto'
import type { SiteInput } from './site-input.ts'

/** The date of everything that a sample shows. */
export const sampleNow: Date = new Date('2026-11-22T12:00:00Z')

const readPrices = definePolicy({
  name: 'ReadPrices',
  description: 'Reads the price list and the budgets',
  statements: [allow({ sid: 'Prices', actions: ['pricing:Get*', 'budgets:View*'], resources: ['*'] })],
})
const keepShelves = definePolicy({
  name: 'KeepShelves',
  description: 'Reads and writes the stock bucket of this account, from the warehouse only',
  statements: [
    allow({
      sid: 'Stock',
      actions: ['s3:GetObject', 's3:PutObject'],
      resources: ['arn:aws:s3:::{{stock}}/*'],
      conditions: { IpAddress: { 'aws:SourceIp': ['192.0.2.0/24'] } },
    }),
    allow({ sid: 'Queues', actions: ['sqs:*', 'sns:Publish'], resources: ['*'] }),
  ],
})
const price = defineTask({ id: 'set-prices', title: 'Set prices', policies: [readPrices] })
const stock = defineTask({
  id: 'keep-stock',
  title: 'Keep the stock',
  description: 'Counts what is there',
  policies: [keepShelves],
})
const look = defineTask({ id: 'look-around', title: 'Look around', policies: [awsManaged('ViewOnlyAccess')] })
const buyer = defineRole({
  id: 'buyer',
  title: 'Buyer',
  description: 'Buys what the shops sell',
  owner: 'purchasing@example.com',
  justification: 'Somebody has to know what things cost',
  department: 'Purchasing',
  tasks: [price],
})
const storekeeper = defineRole({
  id: 'storekeeper',
  title: 'Storekeeper',
  owner: 'warehouse@example.com',
  justification: 'The shelves must be full',
  department: 'Warehouse',
  sensitive: true,
  tasks: [stock, price],
})
const visitor = defineRole({
  id: 'visitor',
  title: 'Visitor',
  owner: 'it@example.com',
  justification: 'Auditors look at everything',
  requireMfa: true,
  tasks: [look],
})
const shop = defineAccount({
  id: 'shop',
  accountId: '111122223333',
  title: 'Shop',
  parameters: { stock: 'example-stock' },
})
const depot = defineAccount({ id: 'depot', accountId: '444455556666', parameters: { stock: 'example-depot' } })

const model = defineModel({
  id: 'sample',
  title: 'Sample Trading',
  roles: [buyer, storekeeper, visitor],
  people: [
    definePerson({ id: 'ana', userName: 'ana@example.com', name: 'Ana Silva', roles: [buyer, visitor] }),
    definePerson({
      id: 'kwame',
      userName: 'kwame@example.com',
      name: 'Kwame Boateng',
      roles: [
        { role: storekeeper, from: '2026-01-01', until: '2027-01-01' },
        { role: visitor, until: '2026-02-01' },
      ],
      accounts: ['depot'],
    }),
  ],
  accounts: [shop, depot],
  rules: [mutuallyExclusive(buyer, storekeeper), separate(['pricing:*'], ['sqs:Delete*']), atMost(3, storekeeper)],
  suppressions: [
    suppress({ code: 'RW-JUSTIFICATION', path: 'role buyer', reason: 'agreed with purchasing', until: '2027-02-01' }),
  ],
})

const awsManagedDocuments = {
  'arn:aws:iam::aws:policy/ViewOnlyAccess': {
    versionId: 'v9',
    document: {
      Version: '2012-10-17' as const,
      Statement: [{ Effect: 'Allow' as const, Action: ['s3:List*', 'ec2:Describe*'], Resource: '*' }],
    },
  },
}

const before = {
  Sid: 'Queues',
  Effect: 'Allow' as const,
  Action: ['sqs:*', 'sns:Publish'],
  Resource: '*',
}
const after = { ...before, Action: ['sns:Publish'] }

/** A review with one proposal that was accepted and one that nobody has decided. */
const review: Review = {
  version: 2,
  accountId: shop.accountId,
  at: '2026-11-20T08:00:00.000Z',
  windowDays: 90,
  proposals: [
    {
      id: 'aa11',
      kind: 'narrow-statement',
      accountId: shop.accountId,
      policyArn: 'arn:aws:iam::111122223333:policy/rolewright/sample/KeepShelves',
      policyName: 'KeepShelves',
      groups: ['Storekeeper'],
      statementIndex: 1,
      before,
      after,
      documents: [
        {
          policyArn: 'arn:aws:iam::111122223333:policy/rolewright/sample/KeepShelves',
          policyName: 'KeepShelves',
          groups: ['Storekeeper'],
          before: { Version: '2012-10-17', Statement: [before] },
          after: { Version: '2012-10-17', Statement: [after] },
        },
      ],
      evidence: [
        {
          origin: 'last-accessed',
          arn: 'arn:aws:iam::111122223333:policy/rolewright/sample/KeepShelves',
          at: '2026-11-20T08:00:00.000Z',
        },
      ],
      risk: { level: 'medium', reasons: ['`sqs` was used 263 days ago'] },
      lossByPerson: [{ people: ['kwame@example.com'], loses: ['sqs:*'], actions: 20 }],
      needed: [],
      removed: [
        {
          what: 'sqs',
          lastUsed: '2026-03-02T00:00:00Z',
          lastUsedBy: 'arn:aws:iam::111122223333:user/kwame@example.com',
        },
      ],
      kept: [{ what: 'sns', lastUsed: '2026-11-19T00:00:00Z', because: 'used' }],
      windowDays: 90,
      proof: 'narrower',
      actionsRemoved: 20,
      charactersSaved: 8,
    },
    {
      id: 'bb22',
      kind: 'remove-statement',
      accountId: shop.accountId,
      policyArn: 'arn:aws:iam::111122223333:policy/rolewright/sample/ReadPrices',
      policyName: 'ReadPrices',
      groups: ['Buyer'],
      statementIndex: 0,
      before: { Sid: 'Prices', Effect: 'Allow', Action: ['pricing:Get*'], Resource: '*' },
      after: null,
      documents: [
        {
          policyArn: 'arn:aws:iam::111122223333:policy/rolewright/sample/ReadPrices',
          policyName: 'ReadPrices',
          groups: ['Buyer'],
          before: { Statement: [{ Sid: 'Prices', Effect: 'Allow', Action: ['pricing:Get*'], Resource: '*' }] },
          after: null,
        },
      ],
      evidence: [],
      risk: { level: 'low', reasons: ['nobody used it as far as AWS looks back'] },
      lossByPerson: [],
      needed: [],
      removed: [{ what: 'pricing', lastUsed: null }],
      kept: [],
      windowDays: 90,
      proof: 'narrower',
      actionsRemoved: 4,
      charactersSaved: 70,
    },
  ],
  notEnoughHistory: [
    {
      about: 'policy',
      name: 'Other',
      arn: 'arn:aws:iam::aws:policy/ViewOnlyAccess',
      reason: 'first seen in October',
      from: '2027-01-05',
    },
  ],
  unmapped: [],
  evidence: [],
}

const decision: ReviewDecision = {
  proposal: 'aa11',
  decision: 'accept',
  reason: 'the queues moved to another system in spring',
  by: 'Ana Silva <ana@example.com>',
  at: '2026-11-21T09:30:00.000Z',
}

/** A chain of entries as the history holds them, numbered from `first`; hashes are of the right shape, nothing more. */
export function sampleEntries(
  data: readonly (readonly [AuditEntry['kind'], JsonValue])[],
  first = 0,
): readonly AuditEntry[] {
  let prev: readonly string[] = []
  return data.map(([kind, value], place) => {
    const index = first + place
    const hash = createHash('sha256')
      .update(`${index}${JSON.stringify(value)}`)
      .digest('hex')
    const entry: AuditEntry = {
      version: 1,
      id: `01JD${String(index).padStart(22, '0')}`,
      // A day apart, and on the last day of the sample a minute.
      at: new Date(Date.UTC(2026, 10, 1 + Math.min(index, 21), 9, 15 + Math.max(0, index - 21))).toISOString(),
      by: { arn: 'arn:aws:iam::111122223333:user/ana@example.com', git: 'Ana Silva <ana@example.com>' },
      kind,
      prev,
      hash,
      data: value,
    }
    prev = [hash]
    return entry
  })
}

const FIRST_STATE = '1'.repeat(64)
const LAST_STATE = '2'.repeat(64)
const { state: shopState } = compile(model, shop, { now: sampleNow, awsManaged: awsManagedDocuments })

const entries = sampleEntries([
  ['run', { accountId: shop.accountId, command: 'apply' }],
  [
    'planned',
    {
      plan: 'f'.repeat(64),
      changes: [{ kind: 'create-group', subject: 'group Buyer', reason: 'the model has it, the account does not' }],
      access: [
        {
          principal: { kind: 'group', name: 'Buyer' },
          relation: 'wider',
          gained: [],
          gainedActions: Array.from({ length: 14 }, (_, index) => `s3:Example${index}`),
          lost: [],
          lostActions: [],
        },
      ],
    },
  ],
  ['intent', { plan: 'f'.repeat(64), call: 1, operation: 'iam:CreateGroup', subject: 'group Buyer', input: {} }],
  ['outcome', { plan: 'f'.repeat(64), call: 1, result: 'done' }],
  ['applied', { plan: 'f'.repeat(64), changes: 1, calls: 1, state: FIRST_STATE }],
  ['run', { accountId: shop.accountId, command: 'drift' }],
  [
    'drift',
    {
      changes: [
        {
          kind: 'attach-policy',
          before: null,
          after: {
            group: 'Storekeeper',
            policyArn: `arn:aws:iam::${shop.accountId}:policy/rolewright/sample/KeepShelves`,
          },
          reason: 'a task of the role needs it',
        },
      ],
    },
  ],
  ['run', { accountId: shop.accountId, command: 'review' }],
  ['review', { proposals: ['aa11', 'bb22'], windowDays: 90 }],
  ['run', { accountId: shop.accountId, command: 'review decide' }],
  [
    'decision',
    {
      proposal: 'aa11',
      decision: 'accept',
      policy: `arn:aws:iam::${shop.accountId}:policy/rolewright/sample/KeepShelves`,
      removed: ['sqs', 'sns'],
      reason: 'the queues moved to another system in spring',
    },
  ],
  ['run', { accountId: shop.accountId, command: 'apply' }],
  [
    'planned',
    {
      plan: 'e'.repeat(64),
      changes: [
        { kind: 'add-member', subject: 'user ana@example.com in group Buyer', reason: 'the model gives this role' },
        { kind: 'update-policy', subject: 'policy KeepShelves', reason: 'the document differs' },
      ],
      access: [
        {
          principal: { kind: 'user', name: 'ana@example.com' },
          relation: 'wider',
          gained: [],
          gainedActions: ['budgets:View*', 'pricing:Get*'],
          lost: [],
          lostActions: [],
        },
      ],
    },
  ],
  ...[before, after].flatMap((statement, call) => [
    [
      'intent',
      {
        plan: 'e'.repeat(64),
        call,
        operation: 'iam:CreatePolicyVersion',
        subject: 'policy KeepShelves',
        input: {
          PolicyArn: `arn:aws:iam::${shop.accountId}:policy/rolewright/sample/KeepShelves`,
          PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        },
      },
    ] as const,
    ['outcome', { plan: 'e'.repeat(64), call, result: 'done' }] as const,
  ]),
  ['applied', { plan: 'e'.repeat(64), changes: 2, calls: 3, state: LAST_STATE }],
  ['run', { accountId: shop.accountId, command: 'baseline' }],
  ['baseline', sampleBaseline(72)],
  ['run', { accountId: shop.accountId, command: 'cloudhsm status' }],
  ['cloudhsm', sampleCloudHsm(shop.accountId)],
])

/** A report with one check of each outcome. */
function sampleBaseline(percent: number): JsonValue {
  const result = (check: string, status: string, more: { readonly [key: string]: JsonValue } = {}): JsonValue => ({
    check,
    code: `RW-BASE-${check.toUpperCase()}`,
    severity: 'error',
    title: `the check ${check}`,
    source: { document: 'AWS Solution Brief', section: 'Enable MFA for privileged users' },
    status,
    says: status === 'failed' ? '' : 'All have one.',
    unseen: '',
    findings: [],
    more: 0,
    ...more,
  })
  return {
    version: 1,
    score: { points: percent, of: 100, percent },
    results: [
      result('root-mfa', 'failed', {
        findings: [{ message: 'the root user signs in without MFA', path: 'root user' }],
        more: 2,
      }),
      result('federation', 'unseen', { says: 'How people come in can’t be seen here.', unseen: 'The directory.' }),
      result('account-alias', 'passed'),
    ],
  }
}

/** One cluster, its role, and a region that could not be read. */
function sampleCloudHsm(accountId: string): JsonValue {
  return {
    did: 'status',
    status: {
      version: 1,
      accountId,
      at: '2026-11-20T09:00:00.000Z',
      regions: ['eu-west-1'],
      failures: [{ region: 'us-west-2', code: 'aws-access-denied', message: 'not authorized' }],
      clusters: [
        {
          id: 'cluster-igklspoyj5v',
          region: 'eu-west-1',
          state: 'ACTIVE',
          hsmType: 'hsm2m.medium',
          createdAt: '2026-01-02T00:00:00.000Z',
          hsms: [{ id: 'hsm-lgivhkltl4v', zone: 'eu-west-1a', state: 'ACTIVE' }],
          readyBackups: 2,
          newestBackup: '2026-11-19T00:00:00.000Z',
          keyStores: ['Vault'],
        },
      ],
      role: {
        arn: `arn:aws:iam::${accountId}:role/aws-service-role/cloudhsm.amazonaws.com/AWSServiceRoleForCloudHSM`,
        description: '',
        createdAt: '2026-01-02T00:00:00.000Z',
        lastUsed: { at: '2026-11-19T00:00:00.000Z', region: 'eu-west-1' },
      },
    },
  }
}

/** The shop as each of the two runs left it: at first without its people and without the storekeeper's policy. */
const storedStates: Readonly<Record<string, AccountState>> = {
  [FIRST_STATE]: { ...shopState, users: [], groups: shopState.groups.filter((group) => group.name !== 'Storekeeper') },
  [LAST_STATE]: shopState,
}

/** A small company with everything that pages can show: what several tests share. */
export const sampleCompany: SiteInput = {
  model,
  states: [shop, depot].map((account) => ({
    account,
    ...compile(model, account, { now: sampleNow, awsManaged: awsManagedDocuments }),
  })),
  history: {
    account: 'shop',
    entries,
    stateOf: async (hash) => storedStates[hash],
    verification: { ok: true, heads: [entries.at(-1)?.hash ?? ''], problems: [] },
  },
  reviews: [review],
  decisions: [decision],
  findings: [
    {
      code: 'RW-EXAMPLE',
      severity: 'warning',
      message: 'the role `buyer` and the role `visitor` are both held by `ana`',
      path: 'person ana',
      hint: 'take one of them away',
    },
  ],
  sourceLocations: { 'role:buyer': { file: 'roles/buyer.ts', line: 12 } },
  now: sampleNow,
}
