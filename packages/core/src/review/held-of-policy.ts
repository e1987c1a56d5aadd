import type { ReviewedModel } from './ground.ts'
import type { HeldDecisions } from './held-decisions.ts'

/**
 * What decisions hold of a policy: those about itself, and those about the policies that held the same definitions before packing spread
 * them over several (`Bills`, `Bills-2`), put them together again, or joined small ones of a role (`ClerkTasks`).
 */
export function heldOfPolicy(
  policyArn: string,
  { held, model }: { readonly held: HeldDecisions; readonly model: ReviewedModel | undefined },
): ReadonlySet<string> | undefined {
  if (held.removals.size === 0) return undefined
  const isSame = model === undefined ? (): boolean => false : sameDefinition(policyArn, model)
  const about = [...held.removals].filter(([arn]) => arn === policyArn || isSame(arn)).map(([, removals]) => removals)
  return about.length === 0 ? undefined : new Set(about.flatMap((removals) => [...removals]))
}

/** Tells of other policies, which may be there no more, whether what a policy says now stood in them. */
function sameDefinition(policyArn: string, { sources }: ReviewedModel): (other: string) => boolean {
  const behind = sources.statements.filter((one) => one.policyArn === policyArn)
  const own = new Set(behind.flatMap(({ definitions }) => definitions.map(({ policy }) => policy)))
  const roles = new Set(behind.flatMap((one) => one.roles))
  const joined = new Set(
    Object.keys(sources.groups)
      .filter((group) => roles.has(sources.groups[group] ?? ''))
      .map((group) => `${group}Tasks`),
  )
  const isDefined = (name: string): boolean =>
    sources.statements.some(({ definitions }) => definitions.some(({ policy }) => policy === name))
  const [folder] = parted(policyArn)
  return (other) => {
    const [otherFolder, name] = parted(other)
    if (otherFolder !== folder) return false
    if (own.has(name)) return true
    // A number behind a name is packing's, unless a definition has it.
    const base = name.replace(/-\d+$/, '')
    return (own.has(base) && !isDefined(name)) || (joined.has(base) && !isDefined(base) && !isDefined(name))
  }
}

/** The folder of an ARN, and the name in it. */
function parted(arn: string): readonly [string, string] {
  const end = arn.lastIndexOf('/')
  return [arn.slice(0, end), arn.slice(end + 1)]
}
