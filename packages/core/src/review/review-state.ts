import type { AccountState, PolicyState } from '../account/account-state.ts'
import { allowedActions } from '../account/allowed-actions.ts'
import { byName } from '../account/by-name.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { quotas } from '../account/quotas.ts'
import { sizeOf, subtract } from '../catalog/action-set.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { type NarrowedStatement, narrowStatement } from '../policy/narrow/narrow-policy.ts'
import { policySize } from '../policy/print/policy-size.ts'
import { evidenceOf, servicesOnly } from './evidence-of.ts'
import { observedSince } from './observed-since.ts'
import type { NotEnoughHistory, Proposal, Removal } from './proposal.ts'
import { meaningOf, proposalId } from './proposal-id.ts'
import type { EntityUsage, Usage } from './usage.ts'

/** How usage is held against policies. */
export interface ReviewOptions {
  /** The moment of the review; a string is an ISO date. */
  readonly now: Date | string
  /** What was used in this many days counts as used; 1 to 400, since AWS looks back no further. */
  readonly windowDays: number
  /** Only policies under this path; all customer managed policies on a group unless given. */
  readonly ownedPath?: string
  /** ISO dates by policy ARN: since when a group holds it, where a history knows. */
  readonly attachedSince?: Readonly<Record<string, string>>
  /** Also take single tracked actions out of `service:*`, `*` and NotAction, which are otherwise narrowed by whole services. */
  readonly splitServices?: boolean
}

/** What a review finds: proposals by policy name and statement, and the policies that can't be judged yet. */
export interface ReviewFindings {
  readonly proposals: readonly Proposal[]
  readonly notEnoughHistory: readonly NotEnoughHistory[]
}

const AWS_LOOKS_BACK_DAYS = 400
const DAY_MS = 86_400_000

/**
 * Holds the evidence of use against the customer managed policies that groups hold, a proposal a statement.
 *
 * Every proposal is proved to be narrower. What can't be observed stays, `iam:PassRole` always. A policy whose version in force, or
 * whose place on a group, is younger than the window is not judged but named. AWS managed policies can't be narrowed and are left
 * out. The same input gives the same bytes.
 *
 * @throws RolewrightError `invalid-window`, `wrong-account`, or `usage-incomplete` when a policy has no report.
 *
 * @example
 * ```ts
 * const { proposals, notEnoughHistory } = reviewState(state, usage, { now: '2026-11-22', windowDays: 90 })
 * ```
 */
export function reviewState(state: AccountState, usage: Usage, options: ReviewOptions): ReviewFindings {
  requireSound(state, usage, options)
  const now = new Date(options.now).toISOString()
  const from = Date.parse(now) - options.windowDays * DAY_MS
  const proposals: Proposal[] = []
  const notEnoughHistory: NotEnoughHistory[] = []
  for (const policy of reviewedPolicies(state, options.ownedPath)) {
    const report = usage.entities.find((entity) => entity.kind === 'policy' && entity.arn === policy.arn)
    if (report === undefined) throw incomplete(policy)
    const observed = observedSince({ policy, state, attachedSince: options.attachedSince?.[policy.arn] })
    if (observed === null || Date.parse(observed.since) > from) {
      const since = observed?.since ?? now
      notEnoughHistory.push({
        policyArn: policy.arn,
        policyName: policy.name,
        reason:
          observed === null
            ? 'nothing says since when its version is in force'
            : `${observed.reason} only since ${observed.since.slice(0, 10)}`,
        from: new Date(Date.parse(since) + options.windowDays * DAY_MS).toISOString(),
      })
      continue
    }
    proposals.push(...proposalsFor({ policy, report, state, now, options }))
  }
  return { proposals, notEnoughHistory }
}

/**
 * The proposals of {@link reviewState} alone.
 *
 * @example
 * ```ts
 * const proposals = proposeNarrowing(state, usage, { now: new Date(), windowDays: 90 })
 * ```
 */
export function proposeNarrowing(state: AccountState, usage: Usage, options: ReviewOptions): readonly Proposal[] {
  return reviewState(state, usage, options).proposals
}

/**
 * The policies that a review looks at, sorted by name: the customer's own that a group holds, under `ownedPath` if given.
 *
 * @example
 * ```ts
 * const arns = reviewedPolicies(state, '/rolewright/example/').map((policy) => policy.arn)
 * ```
 */
export function reviewedPolicies(state: AccountState, ownedPath?: string): readonly PolicyState[] {
  const held = new Set(state.groups.flatMap((group) => group.attachedPolicies))
  return state.policies
    .filter((policy) => held.has(policy.arn) && !isAwsManaged(policy.arn))
    .filter((policy) => ownedPath === undefined || policy.path.startsWith(ownedPath))
    .toSorted(byName)
}

interface Subject {
  readonly policy: PolicyState
  readonly report: EntityUsage
  readonly state: AccountState
  readonly now: string
  readonly options: ReviewOptions
}

function proposalsFor(subject: Subject): readonly Proposal[] {
  const { policy, state, options } = subject
  const document = policy.versions.find(({ versionId }) => versionId === policy.defaultVersionId)?.document
  if (document === undefined) return []
  const statements = asList(document.Statement)
  const groups = state.groups
    .filter((group) => group.attachedPolicies.includes(policy.arn))
    .map((group) => group.name)
    .toSorted()
  return statements.flatMap((before, statementIndex): Proposal[] => {
    const narrowed = narrowToFit(document, statementIndex, subject)
    if (narrowed === null || !isProvedNarrower(narrowed)) return []
    const { after, removed, kept, document: documentAfter } = narrowed
    const kind = after === null ? 'remove-statement' : 'narrow-statement'
    const occurrence = statements
      .slice(0, statementIndex)
      .filter((other) => meaningOf(other) === meaningOf(before)).length
    return [
      {
        id: proposalId({ accountId: state.accountId, kind, policyArn: policy.arn, before, after, occurrence }),
        kind,
        accountId: state.accountId,
        policyArn: policy.arn,
        policyName: policy.name,
        groups,
        statementIndex,
        before,
        after,
        documentBefore: document,
        documentAfter,
        removed: removed.map((part) => withUser(part, subject.report)),
        kept: kept.map((part) => withUser(part, subject.report)),
        windowDays: options.windowDays,
        proof: 'narrower',
        actionsRemoved: sizeOf(subtract(allowedActions([document]), allowedActions(listOf(documentAfter)))),
        charactersSaved: policySize(document) - (documentAfter === null ? 0 : policySize(documentAfter)),
      },
    ]
  })
}

/** By single actions where that fits into a policy, else by whole services; null when nothing can go. */
function narrowToFit(document: PolicyDocument, index: number, subject: Subject): NarrowedStatement | null {
  const { report, now, options } = subject
  const statement = asList(document.Statement)[index]
  if (statement === undefined || statement.Effect !== 'Allow') return null
  const split = options.splitServices === undefined ? {} : { splitServices: options.splitServices }
  for (const evidence of [evidenceOf(report, statement, split), servicesOnly(report)]) {
    const narrowed = narrowStatement(document, index, evidence, { now, windowDays: options.windowDays })
    const fits = narrowed.document === null || policySize(narrowed.document) <= quotas.policyCharacters
    if (fits) return narrowed.removed.length === 0 ? null : narrowed
  }
  return null
}

/**
 * Whether the statement alone allows less than before, so that the document can't allow more. Another statement may still allow the
 * same: then each of them has its proposal, and both have to be accepted.
 */
function isProvedNarrower({ before, after }: NarrowedStatement): boolean {
  return comparePolicies({ Statement: before }, after === null ? [] : { Statement: after }).relation === 'narrower'
}

function withUser(part: { readonly what: string; readonly lastUsed: string | null }, report: EntityUsage): Removal {
  const service = report.services.find(({ namespace }) => namespace === part.what)
  const action = report.services
    .flatMap((row) => row.actions ?? [])
    .find((row) => row.action.toLowerCase() === part.what.toLowerCase())
  const lastUsedBy = service?.lastAuthenticatedEntity ?? action?.lastAccessedEntity
  return {
    what: part.what,
    lastUsed: part.lastUsed,
    ...(part.lastUsed === null || lastUsedBy === undefined ? {} : { lastUsedBy }),
  }
}

function listOf(document: PolicyDocument | null): readonly PolicyDocument[] {
  return document === null ? [] : [document]
}

function requireSound(state: AccountState, usage: Usage, options: ReviewOptions): void {
  if (state.accountId !== usage.accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the usage is of account \`${usage.accountId}\`, the policies of \`${state.accountId}\``,
      hint: 'read both from the same account',
    })
  }
  if (!(options.windowDays >= 1 && options.windowDays <= AWS_LOOKS_BACK_DAYS)) {
    throw new RolewrightError({
      code: 'invalid-window',
      message: `a window of \`${String(options.windowDays)}\` days can't be reviewed`,
      hint: `give 1 to ${AWS_LOOKS_BACK_DAYS}: AWS looks back no further`,
    })
  }
  if (Number.isNaN(new Date(options.now).getTime())) {
    throw new RolewrightError({
      code: 'invalid-date',
      message: `\`${String(options.now)}\` is not a date`,
      hint: 'write it like `2026-11-22T09:30:00Z`',
    })
  }
}

function incomplete(policy: PolicyState): RolewrightError {
  return new RolewrightError({
    code: 'usage-incomplete',
    message: `there is no last-accessed report of policy \`${policy.arn}\``,
    hint: 'collect the usage again: nothing is decided on a part of it',
  })
}
