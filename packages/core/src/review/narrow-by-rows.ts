import { quotas } from '../account/quotas.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { type NarrowedStatement, narrowStatement } from '../policy/narrow/narrow-policy.ts'
import { policySize } from '../policy/print/policy-size.ts'
import { evidenceOf, servicesOnly } from './evidence-of.ts'
import type { Ground } from './ground.ts'
import type { UseRows } from './use-rows.ts'

/** One statement narrowed by what rows show, by single actions where that fits into a policy, else by whole services; null when nothing can go. */
export function narrowByRows(
  document: PolicyDocument,
  index: number,
  rows: UseRows,
  ground: Pick<Ground, 'now' | 'windowDays' | 'splitServices'>,
): NarrowedStatement | null {
  const { now, windowDays, splitServices } = ground
  const statement = asList(document.Statement)[index]
  if (statement === undefined || statement.Effect !== 'Allow') return null
  for (const evidence of [evidenceOf(rows, statement, { splitServices }), servicesOnly(rows)]) {
    const narrowed = narrowStatement(document, index, evidence, { now, windowDays })
    if (fitsPolicy(narrowed.document)) return narrowed.removed.length === 0 ? null : narrowed
  }
  return null
}

/**
 * Whether the statement alone allows less than before, so that the document can't allow more. Another statement may still allow the
 * same: then each of them has its proposal, and both have to be accepted.
 */
export function isProvedNarrower({ before, after }: Pick<NarrowedStatement, 'before' | 'after'>): boolean {
  return comparePolicies({ Statement: before }, after === null ? [] : { Statement: after }).relation === 'narrower'
}

/** Whether IAM takes a document of this size. */
export function fitsPolicy(document: PolicyDocument | null): boolean {
  return document === null || policySize(document) <= quotas.policyCharacters
}
