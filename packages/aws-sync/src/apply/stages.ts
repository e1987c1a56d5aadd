import { addsDeny, type Change, subjectOf } from '@rolewright/core'

/**
 * Changes of one kind that follow each other, by what they change: such chains don't get in each other's way. The plan's order
 * stands inside a chain (a group gets its denies first) and between the stages.
 */
export function stagesOf(changes: readonly Change[]): readonly (readonly (readonly Change[])[])[] {
  const stages: { kind: string; chains: Map<string, Change[]> }[] = []
  for (const change of changes) {
    let stage = stages.at(-1)
    // What denies is in force before anything of the same kind grants.
    const kind = `${change.kind}${addsDeny(change) ? ' that denies' : ''}`
    if (stage?.kind !== kind) {
      stage = { kind, chains: new Map() }
      stages.push(stage)
    }
    const key = holderOf(change)
    const chain = stage.chains.get(key)
    if (chain === undefined) stage.chains.set(key, [change])
    else chain.push(change)
  }
  return stages.map((stage) => [...stage.chains.values()])
}

/** What a change is on: changes on one group, or on one user, are made one after the other. */
function holderOf(change: Change): string {
  const value = change.after ?? change.before
  const holder = 'user' in value ? value.user : 'group' in value ? value.group : undefined
  return typeof holder === 'string' ? holder : subjectOf(change)
}
