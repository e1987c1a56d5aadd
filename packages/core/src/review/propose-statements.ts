import type { PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { asList } from '../policy/as-list.ts'
import { withUser } from './evidence-of.ts'
import type { Ground } from './ground.ts'
import { isProvedNarrower, narrowByRows } from './narrow-by-rows.ts'
import type { StatementProposal } from './proposal.ts'
import { proposalId, statementTarget } from './proposal-id.ts'
import { holdersOf } from './reviewed-policies.ts'
import type { UseRows } from './use-rows.ts'

/** What nobody used, in any of the roles that share the policy: a proposal a statement. `isOld` tells which statements can be judged. */
export function proposeStatements(
  policy: PolicyState,
  rows: UseRows,
  ground: Ground,
  isOld: (statementIndex: number) => boolean,
): readonly StatementProposal[] {
  const { state, complete } = ground
  const document = defaultDocument(policy)
  if (document === undefined) return []
  const statements = asList(document.Statement)
  const groups = holdersOf(state, policy.arn)
  return statements.flatMap((before, statementIndex): StatementProposal[] => {
    const narrowed = isOld(statementIndex) ? narrowByRows(document, statementIndex, rows, ground) : null
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
          removed: removed.map((part) => withUser(part, rows)),
          kept: kept.map((part) => ({ ...withUser(part, rows), because: part.because })),
          evidence: rows.evidence,
          documents: [
            { policyArn: policy.arn, policyName: policy.name, groups, before: document, after: narrowed.document },
          ],
        }),
      },
    ]
  })
}
