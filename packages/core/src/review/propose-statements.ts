import type { PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import type { NarrowedStatement } from '../policy/narrow/narrow-policy.ts'
import { withUser } from './evidence-of.ts'
import type { Ground } from './ground.ts'
import { isHeld, withoutHeld } from './held-decisions.ts'
import { heldOfPolicy } from './held-of-policy.ts'
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
  const held = heldOfPolicy(policy.arn, ground)
  return statements.flatMap((before, statementIndex): StatementProposal[] => {
    if (!isOld(statementIndex)) return []
    const found = narrowByRows(document, statementIndex, rows, ground)
    if (found === null) return []
    const idOf = ({ after }: NarrowedStatement): string =>
      proposalId({
        accountId: state.accountId,
        kind: kindOf(after),
        ...statementTarget({ policyArn: policy.arn, before, after, earlier: statements.slice(0, statementIndex) }),
      })
    const again = !found.removed.some(({ what }) => isHeld(what, held)) || ground.held.proposals.has(idOf(found))
    const narrowed = again ? found : narrowByRows(document, statementIndex, withoutHeld(rows, held), ground)
    if (narrowed === null || !isProvedNarrower(narrowed)) return []
    const { after, removed, kept } = narrowed
    return [
      {
        id: idOf(narrowed),
        kind: kindOf(after),
        policyArn: policy.arn,
        policyName: policy.name,
        statementIndex,
        before,
        after,
        proof: 'narrower',
        ...complete({
          statementIndex,
          groups,
          removed: removed.map((part) => withUser(part, rows)),
          kept: kept.map((part) => ({
            ...withUser(part, rows),
            because: !again && isHeld(part.what, held) ? 'decided' : part.because,
          })),
          evidence: rows.evidence,
          documents: [
            { policyArn: policy.arn, policyName: policy.name, groups, before: document, after: narrowed.document },
          ],
        }),
      },
    ]
  })
}

function kindOf(after: Statement | null): StatementProposal['kind'] {
  return after === null ? 'remove-statement' : 'narrow-statement'
}
