import type { GroupState, PolicyState } from '../account/account-state.ts'
import { defaultDocument, documentFinder } from '../account/documents.ts'
import { isAwsManaged } from '../account/is-aws-managed.ts'
import { findAction } from '../catalog/catalog.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { findEscalations } from '../policy/escalation/find-escalations.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { canActOn } from '../policy/match/fitting-actions.ts'
import { couldAllow } from './could-allow.ts'
import { dependentActions } from './dependent-actions.ts'
import type { Ground } from './ground.ts'
import { isDenied } from './is-denied.ts'
import { memberKeys } from './holders-keys.ts'
import type { DeniedAttempt, GrantMissingProposal } from './proposal.ts'
import { meaningOf, proposalId } from './proposal-id.ts'
import type { TrailEvent } from './trail-event.ts'
import type { MappedEvent } from './trail-use.ts'

const MOST_ATTEMPTS = 20
const MOST_RESOURCES = 20

/**
 * What members of a group tried within the window and were denied, that a task of theirs seems to need: an action that an allowed one depends
 * on, or that acts on what a policy of the group already lets them work with. What something denies on purpose, what the policies allow
 * (the organization refused it then) or would under some condition, what a boundary refuses, and what would let somebody raise their own permissions is not proposed.
 */
export function proposeMissing(group: GroupState, ground: Ground): readonly GrantMissingProposal[] {
  const denied = new Map<string, MappedEvent[]>()
  for (const key of memberKeys(ground.state, group.name)) {
    for (const mapped of ground.trail?.byPrincipal.get(key)?.events ?? []) {
      const [action, other] = mapped.actions ?? []
      if (!isDenied(mapped.event) || Date.parse(mapped.event.at) < ground.from) continue
      // An event of several actions does not say which one was denied.
      if (action === undefined || other !== undefined) continue
      denied.set(action, [...(denied.get(action) ?? []), mapped])
    }
  }
  return [...denied]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([action, events]) => proposalFor({ action, events, group }, ground) ?? [])
}

interface Missing {
  readonly action: string
  readonly events: readonly MappedEvent[]
  readonly group: GroupState
}

function proposalFor({ action, events, group }: Missing, ground: Ground): GrantMissingProposal | null {
  const { state } = ground
  const finder = documentFinder(state)
  const still = events.filter(({ event }) => {
    const user = state.users.find(({ name }) => name.toLowerCase() === nameIn(event.actor.arn).toLowerCase())
    if (user === undefined) return false
    const { documents } = finder.ofUser(user)
    const evaluator = createEvaluator(documents)
    const boundary = finder.ofPolicy(user.permissionsBoundary ?? '')
    return targetsOf(event).some(
      (resource) =>
        evaluator.decide({ action, resource }).effect === 'implicit-deny' &&
        // Where a condition refused it, adding the action without would undo the condition.
        !documents.some((document) => couldAllow(document, { action, resource })) &&
        (boundary === undefined || couldAllow(boundary, { action, resource })),
    )
  })
  const home = homeOf(action, group, ground)
  if (still.length === 0 || home === null) return null
  const { policy, document, like, reason } = home
  const statement = statementFor(action, still, like)
  const after: PolicyDocument = { ...document, Statement: [...asList(document.Statement), statement] }
  const before = finder.ofGroup(group).documents
  const then = before.map((one) => (one === document ? after : one))
  if (comparePolicies(before, then).relation !== 'wider' || opensPath(before, then)) return null
  const attempts = still
    .map(({ event }): DeniedAttempt => ({
      at: event.at,
      userName: nameIn(event.actor.arn),
      resource: event.resources[0] ?? null,
    }))
    .toSorted((a, b) => Date.parse(b.at) - Date.parse(a.at))
  const { from, to, regions, events: all } = ground.trail?.trail ?? { from: '', to: '', regions: [], events: [] }
  const level = findAction(action)?.level
  const completed = ground.complete({
    groups: [group.name],
    removed: [],
    kept: [],
    evidence: [{ origin: 'cloudtrail', from, to, regions, events: all.length }],
    documents: [{ policyArn: policy.arn, policyName: policy.name, groups: [group.name], before: document, after }],
  })
  return {
    id: proposalId({
      accountId: state.accountId,
      kind: 'grant-missing',
      group: group.name,
      policyArn: policy.arn,
      statement: meaningOf(statement),
    }),
    kind: 'grant-missing',
    action,
    policyArn: policy.arn,
    policyName: policy.name,
    statement,
    denied: attempts.slice(0, MOST_ATTEMPTS),
    attempts: attempts.length,
    reason,
    proof: 'wider',
    ...completed,
    risk: {
      level: level === 'Read' || level === 'List' ? 'low' : level === 'Permissions management' ? 'high' : 'medium',
      reasons: [`it allows more than before: an action of level ${level ?? 'unknown'}`],
    },
  }
}

interface Home {
  readonly policy: PolicyState
  readonly document: PolicyDocument
  /** The statement that the new one is like. */
  readonly like: Statement
  readonly reason: string
}

/** The policy of the group that the action belongs with, and why; null where nothing of the group has to do with it. */
function homeOf(action: string, group: GroupState, { state }: Ground): Home | null {
  const service = action.slice(0, action.indexOf(':') + 1).toLowerCase()
  let neighbour: Home | null = null
  for (const arn of group.attachedPolicies) {
    const policy = state.policies.find((one) => one.arn === arn)
    const document = policy === undefined ? undefined : defaultDocument(policy)
    if (policy === undefined || document === undefined || isAwsManaged(arn)) continue
    for (const like of asList(document.Statement)) {
      if (like.Effect !== 'Allow' || like.Action === undefined) continue
      const needing = asList(like.Action).find((pattern) => dependsOn(pattern, action))
      if (needing !== undefined) {
        return { policy, document, like, reason: `\`${needing}\`, which ${policy.name} allows, depends on it` }
      }
      const same = asList(like.Action).find((pattern) => pattern.toLowerCase().startsWith(service))
      if (same !== undefined && neighbour === null) {
        neighbour = { policy, document, like, reason: `${policy.name} already allows \`${same}\` of the same service` }
      }
    }
  }
  return neighbour
}

/** Whether an action that a pattern names, and not one of many, depends on another. */
function dependsOn(pattern: string, action: string): boolean {
  const known = findAction(pattern)?.action
  return known !== undefined && dependentActions().get(known)?.includes(action) === true
}

/** On what was tried, where it can be named; under the conditions of the statement that it is like. */
function statementFor(action: string, events: readonly MappedEvent[], like: Statement): Statement {
  const tried = [...new Set(events.flatMap(({ event }) => event.resources))].toSorted()
  const fitting = tried.filter((resource) => canActOn(action, resource))
  const named = fitting.length > 0 && fitting.length <= MOST_RESOURCES
  const own = asList(like.Resource).filter((resource) => canActOn(action, resource))
  const resources = named ? fitting : own.length > 0 ? own : ['*']
  return {
    Effect: 'Allow',
    Action: [action],
    Resource: resources,
    ...(like.Condition === undefined ? {} : { Condition: like.Condition }),
  }
}

function targetsOf({ resources }: TrailEvent): readonly string[] {
  return resources.length === 0 ? ['*'] : resources
}

function opensPath(before: readonly PolicyDocument[], after: readonly PolicyDocument[]): boolean {
  const known = new Set(findEscalations(before).map(({ id }) => id))
  return findEscalations(after).some(({ id }) => !known.has(id))
}

const nameIn = (arn: string): string => arn.slice(arn.lastIndexOf('/') + 1)
