import type { PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { asList } from '../policy/as-list.ts'
import type { Ground } from './ground.ts'
import type { Observation } from './observed-since.ts'
import { proposeResources } from './propose-resources.ts'
import { proposeSplitTasks } from './propose-split-tasks.ts'
import { proposeStatements } from './propose-statements.ts'
import type { Proposal } from './proposal.ts'
import type { NotEnoughHistory } from './review.ts'
import { type UseRows, withUse } from './use-rows.ts'

const DAY_MS = 86_400_000

/**
 * What one policy could go without, and which of its statements can't be judged yet.
 *
 * @throws RolewrightError `usage-incomplete` when it has no report
 */
export function proposeForPolicy(
  policy: PolicyState,
  ground: Ground,
  observation: Observation,
): { readonly proposals: readonly Proposal[]; readonly notEnoughHistory: readonly NotEnoughHistory[] } {
  const own = ground.rowsOf(policy.arn)
  const stale = ground.staleSince(policy.arn)
  if (own === undefined && stale === undefined) throw incomplete(policy)
  const bounded = boundedBy(policy, ground)
  if (own === undefined || bounded.unknown !== undefined) {
    const reason =
      own === undefined
        ? `its report is of ${stale ?? ''}: collect the usage again`
        : `it bounds ${bounded.unknown ?? ''}, and there is no report of what that used`
    return { proposals: [], notEnoughHistory: [entryOf(policy, { reason, from: ground.now })] }
  }
  // A report of a policy has the use of those who hold it, not of those whom it bounds.
  const rows = withUse(own, bounded.rows)
  const allows = asList(defaultDocument(policy)?.Statement).flatMap((statement, index) =>
    statement.Effect === 'Allow' ? [index] : [],
  )
  const young = allows.flatMap((index) => {
    const observed = observation.statement(policy, index)
    if (observed !== null && Date.parse(observed.since) <= ground.from) return []
    const since = observed?.since ?? ground.now
    const reason =
      observed === null
        ? 'nothing says since when its version is in force'
        : `${observed.reason} only since ${observed.since.slice(0, 10)}`
    return [{ index, reason, from: new Date(Date.parse(since) + ground.windowDays * DAY_MS).toISOString() }]
  })
  const isOld = (index: number, group?: string): boolean => {
    if (young.some((one) => one.index === index)) return false
    const observed = group === undefined ? undefined : observation.statement(policy, index, group)
    return observed === undefined || (observed !== null && Date.parse(observed.since) <= ground.from)
  }
  return {
    proposals: [
      ...proposeStatements(policy, rows, ground, isOld),
      ...proposeResources(policy, ground, isOld),
      ...proposeSplitTasks(policy, rows, ground, isOld),
    ],
    notEnoughHistory: youngEntries(policy, young, allows.length),
  }
}

/** What those used whom a policy bounds, and the first of them of whom nothing is known. */
function boundedBy(
  { arn }: PolicyState,
  { state, rowsOf }: Ground,
): { readonly rows: readonly UseRows[]; readonly unknown: string | undefined } {
  const bounded = [
    ...state.users.map((user) => ({ ...user, what: `the user ${user.name}` })),
    ...state.roles.map((role) => ({ ...role, what: `the role ${role.name}` })),
  ].filter(({ permissionsBoundary }) => permissionsBoundary === arn)
  return {
    rows: bounded.flatMap((one) => rowsOf(one.arn) ?? []),
    unknown: bounded.find((one) => rowsOf(one.arn) === undefined)?.what,
  }
}

/** One entry where all of a policy is young for one reason, else one a statement. */
function youngEntries(
  policy: PolicyState,
  young: readonly { readonly index: number; readonly reason: string; readonly from: string }[],
  allows: number,
): readonly NotEnoughHistory[] {
  const [first] = young
  if (first === undefined) return []
  if (young.length === allows && young.every(({ reason }) => reason === first.reason)) return [entryOf(policy, first)]
  return young.map(({ index, reason, from }) => entryOf(policy, { reason: `statement ${index + 1}: ${reason}`, from }))
}

function entryOf(
  policy: PolicyState,
  { reason, from }: { readonly reason: string; readonly from: string },
): NotEnoughHistory {
  return { about: 'policy', name: policy.name, arn: policy.arn, reason, from }
}

function incomplete(policy: PolicyState): RolewrightError {
  return new RolewrightError({
    code: 'usage-incomplete',
    message: `there is no last-accessed report of policy \`${policy.arn}\``,
    hint: 'collect the usage again: nothing is decided on a part of it',
  })
}
