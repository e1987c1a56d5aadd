import { canonicalJson } from '../audit/canonical-json.ts'
import { sha256Hex } from '../audit/sha256.ts'
import { canonicalPolicy } from '../policy/print/canonical-policy.ts'
import type { Statement } from '../policy/document.ts'
import type { Proposal } from './proposal.ts'

/** A statement in a spelling that statements of the same meaning share. */
export function meaningOf(statement: Statement): string {
  return canonicalJson(canonicalPolicy({ Statement: statement }))
}

/**
 * The id of a proposal: 16 hexadecimal digits over the account, the kind, the policy, and what the statement loses. Dates and the
 * statement's position don't count, so the same proposal has the same id next quarter, and a decision about it still holds.
 */
export function proposalId(given: {
  readonly accountId: string
  readonly kind: Proposal['kind']
  readonly policyArn: string
  readonly before: Statement
  readonly after: Statement | null
  /** How many equal statements stand before this one. */
  readonly occurrence: number
}): string {
  const { accountId, kind, policyArn, before, after, occurrence } = given
  return sha256Hex(
    canonicalJson({
      accountId,
      kind,
      policyArn,
      // Before and after say what is removed and, unlike the list of it, stay the same when AWS launches a service.
      before: meaningOf(before),
      after: after === null ? null : meaningOf(after),
      occurrence,
    }),
  ).slice(0, 16)
}
