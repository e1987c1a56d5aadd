import type { ReviewedModel } from './ground.ts'
import type { DocumentChange } from './proposal.ts'

/**
 * Other accounts of the model that have what a proposal is about: the business role where it is about one, else the definitions of what changes.
 * The source is the same for all of them.
 */
export function alsoIn(
  model: ReviewedModel | undefined,
  about: { readonly role?: string; readonly documents: readonly DocumentChange[]; readonly statement?: number },
): readonly string[] {
  const { elsewhere, sources } = model ?? {}
  if (elsewhere === undefined || sources === undefined) return []
  if (about.role !== undefined) return [...(elsewhere.roles.get(about.role) ?? [])].toSorted()
  const arns = new Set(about.documents.map(({ policyArn }) => policyArn))
  const definitions = sources.statements
    .filter(({ policyArn, statement }) => arns.has(policyArn) && (about.statement ?? statement) === statement)
    .flatMap((source) => source.definitions.map(({ policy }) => policy))
  return [...new Set(definitions.flatMap((policy) => [...(elsewhere.policies.get(policy) ?? [])]))].toSorted()
}
