import type { AccountState, PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { actionName } from '../catalog/action-names.ts'
import { numbersIn } from '../catalog/action-set.ts'
import { findAction } from '../catalog/catalog.ts'
import { asList } from '../policy/as-list.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { canActOn, fittingActions } from '../policy/match/fitting-actions.ts'
import { coversGlob, matchesGlob } from '../policy/match/glob.ts'
import type { Removal } from './evidence.ts'
import type { Ground } from './ground.ts'
import { allowedAnywhere } from './held-decisions.ts'
import { isProvedNarrower } from './narrow-by-rows.ts'
import type { ResourceProposal } from './proposal.ts'
import { proposalId, statementTarget } from './proposal-id.ts'
import { holdersOf } from './reviewed-policies.ts'
import { isManagementEvent } from './trail-observable.ts'
import type { MappedEvent, TrailUse } from './trail-use.ts'
import { holdersKeys } from './holders-keys.ts'

/** More than this many ARNs in a statement are no longer what its author would have written. */
const MOST_RESOURCES = 20

/**
 * Resources of a statement that nobody touched. Only where the trail has every management event of the window, every action that the
 * statement allows leaves one, every one of them named its resources, and no event of the service is without a known action.
 */
export function proposeResources(
  policy: PolicyState,
  ground: Ground,
  isOld: (statementIndex: number) => boolean,
): readonly ResourceProposal[] {
  const { state, trail, trailCovers } = ground
  const document = defaultDocument(policy)
  if (document === undefined || trail === undefined || !trailCovers) return []
  const groups = holdersOf(state, policy.arn)
  const statements = asList(document.Statement)
  return statements.flatMap((before, statementIndex): ResourceProposal[] => {
    if (!isOld(statementIndex) || !canBeNarrowed(before)) return []
    const touched = touchedBy(before, { policy, trail, ground })
    if (touched === null || touched.size === 0) return []
    const after = { ...before, Resource: narrowed(before, [...touched.keys()]) }
    if (asList(after.Resource).length > MOST_RESOURCES || !isProvedNarrower({ before, after })) return []
    const target = statementTarget({
      policyArn: policy.arn,
      before,
      after,
      earlier: statements.slice(0, statementIndex),
    })
    const id = proposalId({ accountId: state.accountId, kind: 'narrow-resources', ...target })
    const isKept = ground.held.resources?.get(policy.arn)?.has(allowedAnywhere(before)) === true
    if (isKept && !ground.held.proposals.has(id)) return []
    const kept = [...touched].map(([what, last]) => ({ what, ...last, because: 'used' as const }))
    const removed: readonly Removal[] = asList(before.Resource)
      .filter((resource) => !asList(after.Resource).includes(resource))
      .map((what) => ({ what, lastUsed: null, origin: 'cloudtrail' }))
    const { from, to, regions, events } = trail.trail
    return [
      {
        id,
        kind: 'narrow-resources',
        policyArn: policy.arn,
        policyName: policy.name,
        statementIndex,
        before,
        after,
        touched: [...touched.keys()],
        proof: 'narrower',
        ...ground.complete({
          statementIndex,
          groups,
          removed,
          kept,
          evidence: [{ origin: 'cloudtrail', from, to, regions, events: events.length }],
          documents: [
            {
              policyArn: policy.arn,
              policyName: policy.name,
              groups,
              before: document,
              after: replaced(document, statementIndex, after),
            },
          ],
        }),
      },
    ]
  })
}

/** Whether all that a statement allows leaves management events, each on a resource. */
function canBeNarrowed(statement: Statement): boolean {
  if (statement.Effect !== 'Allow' || statement.Action === undefined || statement.Resource === undefined) return false
  // A whole service, or a prefix that AWS may add to, allows what no catalogue knows of.
  if (asList(statement.Action).some((pattern) => /[*?]/.test(pattern))) return false
  const named = asList(statement.Action)
  const actions = [...numbersIn(fittingActions(statement))].map(actionName)
  return (
    actions.length === named.length &&
    asList(statement.Resource).some((resource) => /[*?]/.test(resource)) &&
    actions.every((action) => isManagementEvent(action) && (findAction(action)?.resources.length ?? 0) > 0)
  )
}

interface Touch {
  readonly lastUsed: string
  readonly lastUsedBy: string
  readonly region: string
  readonly origin: 'cloudtrail'
}

/** The ARNs that were touched, sorted; null where an event leaves it open. */
function touchedBy(
  statement: Statement,
  given: { readonly policy: PolicyState; readonly trail: TrailUse; readonly ground: Ground },
): ReadonlyMap<string, Touch> | null {
  const { policy, trail, ground } = given
  const wanted = new Set(asList(statement.Action).map((action) => action.toLowerCase()))
  const services = new Set([...wanted].map((action) => action.slice(0, action.indexOf(':'))))
  const touched = new Map<string, Touch>()
  for (const key of holdersKeys(ground.state, policy.arn)) {
    for (const mapped of trail.byPrincipal.get(key)?.events ?? []) {
      if (mapped.actions === null && mapped.service !== null && services.has(mapped.service)) return null
      const actions = (mapped.actions ?? []).filter((action) => wanted.has(action.toLowerCase()))
      if (actions.length === 0 || Date.parse(mapped.event.at) < ground.from) continue
      const resources = resourcesOf(mapped, actions, ground.state)
      if (resources === null) return null
      for (const resource of resources) {
        // What the statement does not speak of was allowed, or denied, by something else.
        if (!asList(statement.Resource).some((pattern) => coversGlob(pattern, resource))) continue
        const { at, region, actor } = mapped.event
        const before = touched.get(resource)
        if (before !== undefined && Date.parse(before.lastUsed) >= Date.parse(at)) continue
        touched.set(resource, { lastUsed: at, lastUsedBy: actor.arn, region, origin: 'cloudtrail' })
      }
    }
  }
  return new Map([...touched].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** What an event acted on, each action on something that it can act on; null where it does not say. */
function resourcesOf(
  { event }: MappedEvent,
  actions: readonly string[],
  state: AccountState,
): readonly string[] | null {
  const resources = event.resources.map((arn) => trueArn(arn, state))
  if (resources.length === 0 || resources.includes(null)) return null
  const known = resources.filter((resource) => resource !== null)
  return actions.every((action) => namesAll(action, known)) ? known : null
}

/** Whether resources have one of each type that an action always needs, or of any type where it may do with one or the other. */
function namesAll(action: string, resources: readonly string[]): boolean {
  const required = findAction(action)?.resources.filter((one) => one.required) ?? []
  return (
    resources.some((resource) => canActOn(action, resource)) &&
    required.every(({ type }) => resources.some((resource) => isOfType(resource, type.arns)))
  )
}

function isOfType(resource: string, arns: readonly string[]): boolean {
  return arns.some((arn) => matchesGlob(arn.replaceAll(/\$\{[^}]*\}/g, '*'), resource))
}

/** CloudTrail names IAM's own entities without their path; null for one that the account does not have. */
function trueArn(arn: string, state: AccountState): string | null {
  const entity = /^arn:[\w-]+:iam::\d{12}:(user|group|role|policy)\/(?:.*\/)?([^/]+)$/.exec(arn)
  if (entity === null) return arn
  const [, kind, name] = entity
  const lists = { user: state.users, group: state.groups, role: state.roles, policy: state.policies }
  const list = kind === 'user' || kind === 'group' || kind === 'role' || kind === 'policy' ? lists[kind] : []
  return list.find((one) => one.name.toLowerCase() === name?.toLowerCase())?.arn ?? null
}

/** Patterns that already name no more than was touched stay as they are written; the others become what was touched. */
function narrowed(before: Statement, touched: readonly string[]): string | readonly string[] {
  const patterns = asList(before.Resource)
  const exact = patterns.filter((pattern) => !/[*?]/.test(pattern) && touched.includes(pattern))
  const list = [...new Set([...exact, ...touched])].toSorted()
  const [only] = list
  return only !== undefined && list.length === 1 && typeof before.Resource === 'string' ? only : list
}

function replaced(document: PolicyDocument, index: number, statement: Statement): PolicyDocument {
  if (!Array.isArray(document.Statement)) return { ...document, Statement: statement }
  return { ...document, Statement: asList(document.Statement).map((one, at) => (at === index ? statement : one)) }
}
