import type { AccountState, UserState } from '../account/account-state.ts'
import { allowedActions, describeActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { actionCount } from '../catalog/action-names.ts'
import { type ActionSet, actionSet, intersect, isEmptySet, sizeOf, subtract, union } from '../catalog/action-set.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'
import { changesForAll } from './changes-for-all.ts'
import type { PersonLoss } from './evidence.ts'
import { partlyLost } from './partly-lost.ts'
import type { DocumentChange } from './proposal.ts'

/** What people who are allowed the same would lose, and keep. */
export interface Loss {
  readonly people: readonly string[]
  readonly lost: ActionSet
  /** Still allowed, but on fewer resources or under narrower conditions. */
  readonly partly: ActionSet
  readonly left: ActionSet
}

/** Tells who would lose what by changes of documents; build it once for a state, ask it often. */
export type LossFinder = (changes: readonly DocumentChange[], people?: readonly string[]) => readonly Loss[]

/**
 * Who would lose what: for each member of the groups concerned, and for whoever else holds a policy of which there would be a new version or is
 * bounded by it, the actions that nothing else of theirs allows. With `people`, the changes are for them alone.
 */
export function lossFinder(state: AccountState): LossFinder {
  const finder = documentFinder(state)
  const groups = new Map(state.groups.map((group) => [group.name, group]))
  const before = new Map<string, ActionSet>()

  return (changes, people) => {
    const after = new Map<string, Omit<Loss, 'people'> & { readonly people: string[] }>()
    const versions = people === undefined ? changes.filter((change) => changesForAll(state, change)) : []
    const newVersion = new Map(
      versions.flatMap(({ policyArn, after: document }) => (document === null ? [] : [[policyArn, document] as const])),
    )
    const narrowed = narrowedBy(changes)
    for (const user of state.users) {
      if (people !== undefined && !people.includes(user.name)) continue
      const concerned = changes.filter((change) => change.groups.some((group) => user.groups.includes(group)))
      const boundary = user.permissionsBoundary ?? ''
      if (
        concerned.length === 0 &&
        !newVersion.has(boundary) &&
        !user.attachedPolicies.some((arn) => newVersion.has(arn))
      ) {
        continue
      }
      const key = signature(user)
      const known = after.get(key)
      if (known !== undefined) {
        known.people.push(user.name)
        continue
      }
      const held = finder.ofUser(user).documents
      const then = documentsAfter(user, concerned, newVersion)
      const was = before.get(key) ?? within(allowedActions(held), finder.ofPolicy(boundary))
      before.set(key, was)
      const left = within(allowedActions(then), newVersion.get(boundary) ?? finder.ofPolicy(boundary))
      const partly = partlyLost(intersect(narrowed, left), held, then)
      after.set(key, { people: [user.name], lost: subtract(was, left), partly, left })
    }
    return [...after.values()]
  }

  function documentsAfter(
    user: UserState,
    changes: readonly DocumentChange[],
    newVersion: ReadonlyMap<string, PolicyDocument>,
  ): readonly PolicyDocument[] {
    const held = new Map<string, PolicyDocument | undefined>()
    for (const arn of user.attachedPolicies)
      held.set(`${user.name} ${arn}`, newVersion.get(arn) ?? finder.ofPolicy(arn))
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
    return [...new Set([...held.values(), ...inline.map(({ document }) => document)])].filter(
      (document) => document !== undefined,
    )
  }
}

/** Losses in words; people of equal loss together, the greatest loss first. */
export function lossByPerson(losses: readonly Loss[]): readonly PersonLoss[] {
  const equal = new Map<string, { people: string[]; readonly loss: Loss }>()
  for (const loss of losses) {
    if (isEmptySet(loss.lost) && isEmptySet(loss.partly)) continue
    const key = `${loss.lost.words.join()}/${loss.partly.words.join()}`
    const known = equal.get(key)
    if (known === undefined) equal.set(key, { people: [...loss.people], loss })
    else known.people.push(...loss.people)
  }
  return [...equal.values()]
    .map(({ people, loss: { lost, partly } }) => ({
      people: people.toSorted(),
      loses: describeActions(lost),
      actions: sizeOf(lost),
      ...(isEmptySet(partly) ? {} : { partly: describeActions(partly) }),
    }))
    .toSorted((a, b) => b.actions - a.actions || ((a.people[0] ?? '') < (b.people[0] ?? '') ? -1 : 1))
}

/** Actions of statements that are no longer there as they were, so that something of them may go. */
function narrowedBy(changes: readonly DocumentChange[]): ActionSet {
  return changes.reduce(
    (sum, change) => {
      const left = asList(change.after?.Statement ?? []).filter(({ Effect }) => Effect === 'Allow')
      const same = new Set(left.map((statement) => JSON.stringify(statement)))
      const gone = asList(change.before?.Statement ?? []).filter(
        (statement) => statement.Effect === 'Allow' && !same.has(JSON.stringify(statement)),
      )
      // What stays of them on the same resources under the same conditions is not narrowed.
      const kept = gone.flatMap((statement) => left.filter((other) => isAlike(statement, other)).map(fittingActions))
      return union(sum, kept.reduce(subtract, gone.map(fittingActions).reduce(union, actionSet([], actionCount()))))
    },
    actionSet([], actionCount()),
  )
}

/** Whether two statements speak of the same resources under the same conditions. */
function isAlike(a: Statement, b: Statement): boolean {
  return frameOf(a) === frameOf(b)
}

function frameOf(statement: Statement): string {
  const { Action: _, NotAction: __, Sid: ___, ...frame } = statement
  return JSON.stringify(frame)
}

function within(actions: ActionSet, boundary: PolicyDocument | undefined): ActionSet {
  return boundary === undefined ? actions : intersect(actions, allowedActions([boundary]))
}

/** People of the same groups, policies and boundary are allowed the same. */
function signature(user: UserState): string {
  const own = user.inlinePolicies.length === 0 ? null : user.name
  return JSON.stringify([user.groups, user.attachedPolicies, user.permissionsBoundary ?? null, own])
}
