import { quotas } from '../account/quotas.ts'
import type { AccountState, PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { type NarrowedStatement, narrowStatement } from '../policy/narrow/narrow-policy.ts'
import { policySize } from '../policy/print/policy-size.ts'
import type { Completer } from './complete-proposal.ts'
import type { UseEvidence } from './evidence.ts'
import { evidenceOf, servicesOnly } from './evidence-of.ts'
import type { StatementProposal } from './proposal.ts'
import { proposalId, statementTarget } from './proposal-id.ts'
import { holdersOf } from './reviewed-policies.ts'
import type { EntityUsage } from './usage.ts'

/** A policy with its report, and how it is held against it. */
export interface Subject {
  readonly policy: PolicyState
  readonly report: EntityUsage
  readonly state: AccountState
  readonly now: string
  readonly windowDays: number
  readonly splitServices?: boolean
  readonly complete: Completer
}

/** What nobody used, in any of the roles that share the policy: a proposal a statement. */
export function proposeStatements(subject: Subject): readonly StatementProposal[] {
  const { policy, report, state, complete } = subject
  const document = defaultDocument(policy)
  if (document === undefined) return []
  const statements = asList(document.Statement)
  const groups = holdersOf(state, policy.arn)
  return statements.flatMap((before, statementIndex): StatementProposal[] => {
    const narrowed = narrowToFit(document, statementIndex, subject)
    if (narrowed === null || !isProvedNarrower(narrowed)) return []
    const { after, removed, kept } = narrowed
    const kind = after === null ? 'remove-statement' : 'narrow-statement'
    const target = statementTarget({
      policyArn: policy.arn,
      before,
      after,
      earlier: statements.slice(0, statementIndex),
    })
    return [
      {
        id: proposalId({ accountId: state.accountId, kind, ...target }),
        kind,
        policyArn: policy.arn,
        policyName: policy.name,
        statementIndex,
        before,
        after,
        proof: 'narrower',
        ...complete({
          groups,
          removed: removed.map((part) => withUser(part, report)),
          kept: kept.map(({ because, ...part }) => ({ ...withUser(part, report), because })),
          evidence: [{ origin: 'last-accessed', arn: report.arn, at: report.reportedAt }],
          documents: [
            { policyArn: policy.arn, policyName: policy.name, groups, before: document, after: narrowed.document },
          ],
        }),
      },
    ]
  })
}

/** By single actions where that fits into a policy, else by whole services; null when nothing can go. */
function narrowToFit(document: PolicyDocument, index: number, subject: Subject): NarrowedStatement | null {
  const { report, now, windowDays, splitServices } = subject
  const statement = asList(document.Statement)[index]
  if (statement === undefined || statement.Effect !== 'Allow') return null
  const split = splitServices === undefined ? {} : { splitServices }
  for (const evidence of [evidenceOf(report, statement, split), servicesOnly(report)]) {
    const narrowed = narrowStatement(document, index, evidence, { now, windowDays })
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

/** Adds who used something last, and where, as the report has it. */
export function withUser(
  part: { readonly what: string; readonly lastUsed: string | null },
  report: EntityUsage,
): UseEvidence {
  const service = report.services.find(({ namespace }) => namespace === part.what)
  const action = report.services
    .flatMap((row) => row.actions ?? [])
    .find((row) => row.action.toLowerCase() === part.what.toLowerCase())
  const lastUsedBy = service?.lastAuthenticatedEntity ?? action?.lastAccessedEntity
  return {
    what: part.what,
    lastUsed: part.lastUsed,
    ...(part.lastUsed === null || lastUsedBy === undefined ? {} : { lastUsedBy }),
    ...(part.lastUsed === null || service?.lastAuthenticatedRegion === undefined
      ? {}
      : { region: service.lastAuthenticatedRegion }),
    origin: 'last-accessed',
  }
}
