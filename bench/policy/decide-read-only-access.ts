import type { BenchRow } from './bench-row.ts'
import { decisionsRow } from './decisions-row.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'

/** Decisions a second on AWS's largest managed policy. */
export default async function decideReadOnlyAccess(): Promise<BenchRow> {
  const policy = latestManagedPolicies().find(({ name }) => name === 'ReadOnlyAccess')
  if (policy === undefined) throw new Error('the managed policies hold no ReadOnlyAccess')
  const size = Math.round(policy.text.length / 1000)
  return decisionsRow({ work: `decisions a second, ReadOnlyAccess (${size} kB)`, text: policy.text, atLeast: 1000 })
}
