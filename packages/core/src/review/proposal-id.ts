import { canonicalJson } from '../audit/canonical-json.ts'
import type { JsonValue } from '../audit/audit-entry.ts'
import { sha256Hex } from '../audit/sha256.ts'
import { canonicalPolicy } from '../policy/print/canonical-policy.ts'
import type { Statement } from '../policy/document.ts'
import type { Proposal } from './proposal.ts'

/** A statement in a spelling that statements of the same meaning share; a Sid means nothing, and a new one depends on those of other statements. */
export function meaningOf(statement: Statement): string {
  const { Sid: _, ...meaning } = statement
  return canonicalJson(canonicalPolicy({ Statement: meaning }))
}

/**
 * The id of a proposal: 16 hexadecimal digits over the account, the kind, what it is about and what goes. Dates and positions don't
 * count, so the same proposal has the same id next quarter, and a decision about it still holds.
 */
export function proposalId(
  given: {
    readonly accountId: string
    readonly kind: Proposal['kind']
  } & Readonly<Record<string, JsonValue>>,
): string {
  return sha256Hex(canonicalJson(given)).slice(0, 16)
}

/** What an id says of a change to one statement. */
export function statementTarget(change: {
  readonly policyArn: string
  readonly before: Statement
  readonly after: Statement | null
  /** The statements that stand before this one. */
  readonly earlier: readonly Statement[]
}): Readonly<Record<string, JsonValue>> {
  const { policyArn, before, after, earlier } = change
  return {
    policyArn,
    // Before and after say what is removed and, unlike the list of it, stay the same when AWS launches a service.
    before: meaningOf(before),
    after: after === null ? null : meaningOf(after),
    // Equal statements are told apart by how many there are before.
    occurrence: earlier.filter((other) => meaningOf(other) === meaningOf(before)).length,
  }
}
