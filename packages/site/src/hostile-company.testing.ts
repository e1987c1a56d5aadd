import { sampleEntries, sampleNow } from './sample-company.testing.ts'
import type {
  AccountDefinition,
  AccountState,
  JsonValue,
  Model,
  PolicyDefinition,
  RoleDefinition,
  TaskDefinition,
} from '@rolewright/core'
import type { SiteInput } from './site-input.ts'

/** Texts that try to run, to leave the page or to leave the folder. */
export const hostileTexts: readonly string[] = [
  '<script>globalThis.hacked = 1</script>',
  '"><img src=x onerror="globalThis.hacked = 1">',
  "'; globalThis.hacked = 1; '",
  'javascript:globalThis.hacked=1',
  '../../../../tmp/escape',
  '..%2f..%2fescape',
  '=cmd|/c calc',
  '\u202egnp.exe',
  '</script></style></title><svg onload=globalThis.hacked=1>',
  '{{constructor.constructor("globalThis.hacked=1")()}}',
  'x'.repeat(10_000),
  '',
  'AKIAABCDEFGHIJKLMNOP',
]

/** A model as no validation would let it through: pages must be safe whatever they are given. */
export function hostileCompany(): SiteInput {
  const roles = hostileTexts.map((text, index): RoleDefinition => {
    const policy: PolicyDefinition = {
      kind: 'policy',
      name: text,
      description: text,
      statements: [{ effect: 'Allow', sid: text, actions: ['s3:GetObject', text], resources: ['*', text] }],
    }
    const task: TaskDefinition = { kind: 'task', id: text, title: text, description: text, policies: [policy] }
    return {
      kind: 'role',
      id: text,
      title: text,
      description: text,
      owner: text,
      justification: text,
      department: text,
      group: `Group${index}`,
      tasks: [task],
    }
  })
  const tasks = roles.flatMap((role) => role.tasks)
  const account: AccountDefinition = {
    kind: 'account',
    id: '../../escape',
    accountId: '111122223333',
    title: '<b>account</b>',
    parameters: { bucket: '<script>globalThis.hacked = 1</script>', databasePassword: 'correct-horse-battery' },
  }
  const state: AccountState = {
    accountId: account.accountId,
    groups: roles.map((role, index) => ({
      name: `Group${index}`,
      path: '/',
      arn: `arn:aws:iam::111122223333:group/${role.id}`,
      attachedPolicies: [`arn:aws:iam::111122223333:policy/${role.id}`],
      inlinePolicies: [],
    })),
    policies: roles.map((role) => ({
      name: role.id,
      path: '/',
      arn: `arn:aws:iam::111122223333:policy/${role.id}`,
      defaultVersionId: 'v1',
      versions: [
        {
          versionId: 'v1',
          document: {
            Statement: [
              {
                Sid: role.id,
                Effect: 'Allow',
                Action: ['s3:GetObject', role.id],
                Resource: ['*', role.id],
                Condition: { [role.id]: { [role.id]: role.id } },
              },
            ],
          },
        },
      ],
    })),
    users: [],
    roles: [],
  }
  const model: Model = {
    kind: 'model',
    id: 'hostile',
    title: '</title><script>globalThis.hacked = 1</script>',
    roles,
    people: hostileTexts.map((text) => ({ kind: 'person', id: text, userName: text, name: text, roles })),
    accounts: [account],
    rules: [],
    suppressions: [],
    tasks,
    policies: tasks.flatMap((task) => task.policies),
  }
  const entries = sampleEntries([
    ...hostileTexts.map((text) => ['decision', { reason: text, [text]: text }] as const),
    ['run', { accountId: account.accountId, command: 'baseline' }],
    ['baseline', hostileBaseline()],
    ['cloudhsm', hostileCloudHsm(account.accountId)],
  ])
  return {
    model,
    states: [{ account, state }],
    history: {
      entries,
      verification: {
        ok: false,
        heads: ['<i>head</i>'],
        problems: hostileTexts.map((message) => ({ message, file: message, line: 3 })),
      },
    },
    findings: hostileTexts.map((text) => ({ code: text, severity: 'error', message: text, hint: text, path: text })),
    sourceLocations: { [`role:${hostileTexts[0] ?? ''}`]: { file: '<script>globalThis.hacked = 1</script>', line: 1 } },
    now: sampleNow,
  }
}

/** A report whose every text is hostile. */
function hostileBaseline(): JsonValue {
  return {
    version: 1,
    score: { points: 1, of: 2, percent: 50 },
    results: (['failed', 'unseen', 'passed'] as const).flatMap((status) =>
      hostileTexts.map((text) => ({
        check: text,
        code: text,
        severity: 'error',
        title: text,
        source: { document: text, section: text },
        status,
        says: text,
        unseen: text,
        findings: status === 'failed' ? hostileTexts.map((message) => ({ message, path: message })) : [],
        more: 3,
      })),
    ),
  }
}

/** Clusters, a role and a region that could not be read, with hostile names. */
function hostileCloudHsm(accountId: string): JsonValue {
  return {
    did: 'status',
    status: {
      version: 1,
      accountId,
      at: sampleNow.toISOString(),
      regions: [...hostileTexts],
      failures: hostileTexts.map((text) => ({ region: text, code: text, message: text })),
      clusters: hostileTexts.map((text) => ({
        id: text,
        region: text,
        state: text,
        hsmType: text,
        createdAt: text,
        hsms: [{ id: text, zone: text, state: text }],
        readyBackups: 1,
        newestBackup: text,
        keyStores: [text],
      })),
      role: {
        arn: hostileTexts[0] ?? '',
        description: hostileTexts[1] ?? '',
        createdAt: null,
        lastUsed: { at: hostileTexts[2] ?? '', region: hostileTexts[3] ?? '' },
      },
    },
  }
}
