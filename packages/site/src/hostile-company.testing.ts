import { hostileDecisions, hostileEntries, hostileReviews } from './hostile-evidence.testing.ts'
import { hostileTexts } from './hostile-texts.testing.ts'
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
    users: hostileTexts.map((text) => ({
      name: text,
      path: '/',
      arn: `arn:aws:iam::111122223333:user/${text}`,
      groups: ['Group0'],
      attachedPolicies: [],
      inlinePolicies: [],
      tags: {},
    })),
    roles: [],
  }
  const model: Model = {
    kind: 'model',
    id: 'hostile',
    title: '</title><script>globalThis.hacked = 1</script>',
    roles,
    people: hostileTexts.map((text) => ({ kind: 'person', id: text, userName: text, name: text, roles })),
    accounts: [account],
    rules: hostileTexts.map((text) => ({ kind: 'separate', actions: [[text], [text]] })),
    suppressions: hostileTexts.map((text) => ({
      kind: 'suppression',
      code: text,
      path: text,
      reason: text,
      until: text,
    })),
    tasks,
    policies: tasks.flatMap((task) => task.policies),
  }
  const entries = sampleEntries([
    ...hostileTexts.map((text) => ['decision', { reason: text, [text]: text }] as const),
    ['run', { accountId: account.accountId, command: 'baseline' }],
    ['baseline', hostileBaseline()],
    ['cloudhsm', hostileCloudHsm(account.accountId)],
    ...hostileEntries(account.accountId),
  ])
  return {
    model,
    states: [{ account, state }],
    history: {
      account: account.id,
      stateOf: () => Promise.resolve(state),
      entries,
      verification: {
        ok: false,
        heads: ['<i>head</i>'],
        problems: hostileTexts.map((message) => ({ message, file: message, line: 3 })),
      },
    },
    reviews: hostileReviews(account.accountId),
    decisions: hostileDecisions(),
    findings: hostileTexts.map((text) => ({ code: text, severity: 'error', message: text, hint: text, path: text })),
    sourceLocations: Object.fromEntries(
      hostileTexts.flatMap((text) =>
        ['role', 'task', 'policy', 'person', 'account'].map((kind) => [`${kind}:${text}`, { file: text, line: 1 }]),
      ),
    ),
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
