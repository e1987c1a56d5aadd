import type { AccountState, UserState } from '../account/account-state.ts'
import { allowedActions, describeActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { type ActionSet, isEmptySet, sizeOf, subtract } from '../catalog/action-set.ts'
import type { PolicyDocument } from '../policy/document.ts'
import type { PersonLoss } from './evidence.ts'
import type { DocumentChange } from './proposal.ts'

/** Tells who would lose what by changes of documents; build it once for a state, ask it often. */
export type LossFinder = (changes: readonly DocumentChange[], people?: readonly string[]) => readonly PersonLoss[]

/**
 * Who would lose what: for each member of the groups concerned, the actions that nothing else of theirs allows. With `people`, the
 * changes are for them alone.
 */
export function lossFinder(state: AccountState): LossFinder {
  const finder = documentFinder(state)
  const groups = new Map(state.groups.map((group) => [group.name, group]))
  const before = new Map<string, ActionSet>()

  return (changes, people) => {
    const after = new Map<string, ActionSet>()
    const losses = new Map<string, { people: string[]; lost: ActionSet }>()
    for (const user of state.users) {
      if (people !== undefined && !people.includes(user.name)) continue
      const concerned = changes.filter((change) => change.groups.some((group) => user.groups.includes(group)))
      if (concerned.length === 0) continue
      const key = signature(user)
      const was = before.get(key) ?? allowedActions(finder.ofUser(user).documents)
      before.set(key, was)
      const is = after.get(key) ?? allowedActions(documentsAfter(user, concerned))
      after.set(key, is)
      const lost = subtract(was, is)
      if (isEmptySet(lost)) continue
      const words = lost.words.join()
      const known = losses.get(words)
      if (known === undefined) losses.set(words, { people: [user.name], lost })
      else known.people.push(user.name)
    }
    return [...losses.values()]
      .map(({ people: who, lost }) => ({
        people: who.toSorted(),
        loses: describeActions(lost),
        actions: sizeOf(lost),
      }))
      .toSorted((a, b) => b.actions - a.actions || ((a.people[0] ?? '') < (b.people[0] ?? '') ? -1 : 1))
  }

  function documentsAfter(user: UserState, changes: readonly DocumentChange[]): readonly PolicyDocument[] {
    const held = new Map<string, PolicyDocument | undefined>()
    for (const arn of user.attachedPolicies) held.set(`${user.name} ${arn}`, finder.ofPolicy(arn))
    const inline = [...user.inlinePolicies]
    for (const name of user.groups) {
      const group = groups.get(name)
      if (group === undefined) continue
      inline.push(...group.inlinePolicies)
      for (const arn of group.attachedPolicies) held.set(`${name} ${arn}`, finder.ofPolicy(arn))
      for (const change of changes) {
        if (change.groups.includes(name)) held.set(`${name} ${change.policyArn}`, change.after ?? undefined)
      }
    }
    return [...held.values(), ...inline.map(({ document }) => document)].filter((document) => document !== undefined)
  }
}

/** People of the same groups and policies are allowed the same. */
function signature(user: UserState): string {
  return JSON.stringify([user.groups, user.attachedPolicies, user.inlinePolicies.length === 0 ? [] : [user.name]])
}
