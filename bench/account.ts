/**
 * Measures what reading and comparing about the largest account that IAM allows takes, and writes ACCOUNT.md beside this file:
 * `pnpm bench:account`. It fails where a target is missed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openSandbox, readAccount } from '@rolewright/aws-sync'
import { type AccountState, diff, fingerprint, type PolicyDocument } from '@rolewright/core'
import { accountId, largeAccount, path } from './account/large-account.ts'
import { replayedReads } from './account/replayed-reads.ts'

const size = { users: 5000, groups: 500, policies: 5000 }
const share = 0.1
const runs = 9
/** How many policies a change of the model touches, and how many people change groups. */
const edited = 50

const folder = mkdtempSync(join(tmpdir(), 'bench-account-'))
const file = join(folder, 'account.json')
writeFileSync(file, largeAccount(size, 7))
const sandbox = await openSandbox({ file })
const reads = replayedReads(sandbox.clients)
const actual = await readAccount(sandbox.clients)
rmSync(folder, { recursive: true })

const plan = diff(actual, withEdits(owned(actual)))
let [parsed, unchanged, hashed, differing] = [Infinity, Infinity, Infinity, Infinity]
for (let run = 0; run < runs; run++) {
  reads.replay()
  let read = actual
  parsed = Math.min(parsed, await computing(async () => (read = await readAccount(sandbox.clients))))
  // Both sides are made anew each time: nothing of them is remembered.
  const same = owned(actual)
  const changed = withEdits(owned(actual))
  unchanged = Math.min(unchanged, await computing(() => diff(read, same)))
  hashed = Math.min(hashed, await computing(() => fingerprint(read)))
  differing = Math.min(differing, await computing(() => diff(read, changed)))
}

const sweep = reads.asked.filter((operation) => operation === 'GetAccountAuthorizationDetails').length
const others = reads.asked.filter(
  (operation) => !/^(?:GetAccountAuthorizationDetails|GetCallerIdentity)$/.test(operation),
)
const oneByOne = size.users + size.groups + size.policies
const pages = Math.ceil(oneByOne / 1000)
const seen = actual.users.length + actual.groups.length + actual.policies.length
const rows = [
  [
    `calls to read ${thousands(size.users)} users, ${size.groups} groups and ${thousands(size.policies)} policies`,
    `${thousands(reads.asked.length)}: ${sweep} pages of one sweep, 1 of STS${others.length === 0 ? '' : `, ${others.length} others`}`,
    `one sweep of ${pages} pages; one read a resource is ${thousands(oneByOne)} calls, ${Math.round(oneByOne / reads.asked.length)} times as many`,
    sweep === pages && others.length === 0 && seen === oneByOne,
  ],
  [
    'compare it with a model that says the same',
    `${ms(unchanged)}, ${percent(unchanged)} of parsing the sweep`,
    `under ${share * 100} % of parsing, ${ms(parsed)}`,
    unchanged <= parsed * share,
  ],
  [
    'the fingerprint that a plan carries when it is saved',
    `${ms(hashed)}, ${percent(hashed)} of parsing the sweep`,
    'none: worked out when the plan is written or applied',
    true,
  ],
  [
    `compare it with a model of ${thousands(plan.changes.length)} changes, which ${thousands(touched(plan.people))} people feel, whole plan`,
    `${ms(differing)}, ${percent(differing)} of parsing the sweep`,
    'none: each of them is compared by what they may do',
    true,
  ],
] as const
writeFileSync(new URL('ACCOUNT.md', import.meta.url), page())
if (rows.some(([, , , holds]) => !holds)) process.exitCode = 1

/** Milliseconds of computing. What was left over before is collected first, so that it doesn't count for what comes after. */
async function computing(work: () => unknown): Promise<number> {
  globalThis.gc?.()
  const began = process.cpuUsage()
  await work()
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

function owned(state: AccountState): AccountState {
  // As compile makes it: read anew, so that nothing is the same by identity.
  const copy: AccountState = structuredClone(state)
  return { ...copy, ownership: { path, exclusiveGroups: [] } }
}

/** Every hundredth policy allows one action more, and every hundredth person has one group less. */
function withEdits(state: AccountState): AccountState {
  const one = Math.floor(state.policies.length / edited)
  const more = { Effect: 'Allow', Action: 'sqs:ListQueues', Resource: '*' } as const
  return {
    ...state,
    policies: state.policies.map((policy, index) =>
      index % one === 0
        ? {
            ...policy,
            versions: policy.versions.map((version) => ({ ...version, document: plus(version.document, more) })),
          }
        : policy,
    ),
    users: state.users.map((user, index) => (index % one === 0 ? { ...user, groups: user.groups.slice(1) } : user)),
  }
}

function plus(
  document: PolicyDocument,
  statement: { readonly Effect: 'Allow'; readonly Action: string; readonly Resource: string },
): PolicyDocument {
  const { Statement: statements } = document
  return { ...document, Statement: 'Effect' in statements ? [statements, statement] : [...statements, statement] }
}

function touched({ gaining, losing, planned }: typeof plan.people): number {
  return new Set([...gaining, ...losing, ...planned]).size
}

function thousands(number: number): string {
  return number.toLocaleString('en')
}

function ms(time: number): string {
  return `${thousands(Math.round(time))} ms`
}

function percent(time: number): string {
  return `${((time / parsed) * 100).toFixed(1)} %`
}

function page(): string {
  const [cpu] = cpus()
  return `# The largest account

Written by \`pnpm bench:account\` from a generated account (${accountId}), the same in every run: ten policies a group, two groups a user, three statements a policy.
Times are of computing, the least of ${runs} runs. Parsing turns the answers of the sweep, ${(reads.bytes() / 1e6).toFixed(1)} MB of XML, into an account state; they are kept and
given again, so that nothing of the service is in it. Comparing makes the whole plan: changes, access, people, calls, least policy, quotas.
Both sides are made anew for each run, and garbage is collected before each time is taken.
This run: Node ${process.version}, ${cpus().length} × ${cpu?.model.trim() ?? 'unknown'}.

| what | measured | target | holds |
| --- | --- | --- | --- |
${rows.map(([what, measured, target, holds]) => `| ${what} | ${measured} | ${target} | ${holds ? 'yes' : '**no**'} |`).join('\n')}

What a sweep can't answer is asked only where a command needs it: passwords and sign-ins of people who wait for their role, two calls a
person; descriptions and tags of groups and policies never, since no plan changes them.
`
}
