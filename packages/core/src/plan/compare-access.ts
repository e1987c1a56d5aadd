import type { EffectiveDocuments } from '../account/documents.ts'
import { allowedActions, describeActions } from '../account/allowed-actions.ts'
import { type ActionSet, intersect, numbersIn, overlaps, subtract } from '../catalog/action-set.ts'
import { accessLevelOfNumber } from '../catalog/catalog.ts'
import type { AccessLevel } from '../catalog/format.ts'
import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { findEscalations } from '../policy/escalation/find-escalations.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { fittingActions } from '../policy/match/fitting-actions.ts'
import { matchesAction } from '../policy/match/match-action.ts'
import { parsePolicy } from '../policy/parse/parse-policy.ts'
import { PolicyError } from '../policy/policy-error.ts'
import { canonicalPolicy } from '../policy/print/canonical-policy.ts'
import type { Request } from '../policy/request.ts'
import type { AccessChange, LevelCounts, NewEscalation } from './plan.ts'

/** What holds for somebody: identity policies, and the boundary that limits them. */
export type EffectiveAccess = EffectiveDocuments & { readonly boundary?: PolicyDocument }

/** An access change without whose it is. */
export type ComparedAccess = Omit<AccessChange, 'principal'>

/** What somebody gains and loses; null where it is proved to be nothing. A document that IAM would not take counts as one that is not known. */
export function compareAccess(was: EffectiveAccess, is: EffectiveAccess): ComparedAccess | null {
  try {
    return compared(was, is)
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return compared(readableOf(was), readableOf(is))
  }
}

/** A saved account may hold what IAM refuses today: nothing is said of it. */
function readableOf({ documents, unknown, boundary }: EffectiveAccess): EffectiveAccess {
  const readable = documents.filter(isReadable)
  const bounds = boundary !== undefined && isReadable(boundary)
  const lost = documents.length > readable.length || (boundary !== undefined && !bounds)
  return {
    documents: readable,
    unknown: lost ? [...unknown, 'a document that IAM would refuse'] : unknown,
    ...(bounds ? { boundary } : {}),
  }
}

function isReadable(document: PolicyDocument): boolean {
  try {
    parsePolicy(document, { kind: 'identity' })
    return true
  } catch (error) {
    if (error instanceof PolicyError) return false
    throw error
  }
}

function compared(was: EffectiveAccess, is: EffectiveAccess): ComparedAccess | null {
  const found = compareRequests(was, is)
  if (found.relation === 'equal') return null
  const [before, after] = [allowedBy(was), allowedBy(is)]
  const [gainedSet, lostSet] = [subtract(after, before), subtract(before, after)]
  return {
    relation: found.relation,
    gainedActions: describeActions(gainedSet),
    lostActions: describeActions(lostSet),
    gainedLevels: levelsOf(gainedSet),
    lostLevels: levelsOf(lostSet),
    gainedOn: resourcesOf({ from: is, against: was, actions: gainedSet, requests: found.gained }),
    lostOn: resourcesOf({ from: was, against: is, actions: lostSet, requests: found.lost }),
    gained: found.gained,
    lost: found.lost,
    newEscalations: found.relation === 'narrower' ? [] : newEscalations(was, is),
  }
}

interface Found {
  readonly relation: AccessChange['relation'] | 'equal'
  readonly gained: readonly Request[]
  readonly lost: readonly Request[]
}

function compareRequests(was: EffectiveAccess, is: EffectiveAccess): Found {
  const unknown = was.unknown.length > 0 || is.unknown.length > 0
  const byDocuments = comparePolicies(was.documents, is.documents)
  if (was.boundary === undefined && is.boundary === undefined) {
    const { gained, lost, undecided = [] } = byDocuments
    const sure = undecided.length === 0 && !unknown
    return { relation: sure ? byDocuments.relation : 'undecided', gained, lost }
  }
  // No boundary bounds nothing.
  const byBoundary = comparePolicies(was.boundary ?? everything, is.boundary ?? everything)
  if (byDocuments.relation === 'equal' && byBoundary.relation === 'equal' && !unknown) {
    return { relation: 'equal', gained: [], lost: [] }
  }
  const [before, after] = [evaluatorOf(was), evaluatorOf(is)]
  const only = (requests: readonly Request[], yes: typeof before, no: typeof before): readonly Request[] =>
    requests.filter((request) => yes.decide(request).effect === 'allow' && no.decide(request).effect !== 'allow')
  const gained = only([...byDocuments.gained, ...byBoundary.gained], after, before)
  const lost = only([...byDocuments.lost, ...byBoundary.lost], before, after)
  return { relation: relationOf({ byDocuments, byBoundary, gained, lost, unknown }), gained, lost }
}

const everything: PolicyDocument = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } }

/** Policies and boundary together: only what neither of them gives is proved not to be gained. */
function relationOf(given: {
  readonly byDocuments: { readonly relation: string }
  readonly byBoundary: { readonly relation: string }
  readonly gained: readonly Request[]
  readonly lost: readonly Request[]
  readonly unknown: boolean
}): AccessChange['relation'] {
  const relations = [given.byDocuments.relation, given.byBoundary.relation]
  const neverGains = relations.every((relation) => relation === 'equal' || relation === 'narrower')
  const neverLoses = relations.every((relation) => relation === 'equal' || relation === 'wider')
  if (given.unknown) return 'undecided'
  if (given.gained.length > 0 && given.lost.length > 0) return 'different'
  if (given.gained.length > 0 && neverLoses) return 'wider'
  if (given.lost.length > 0 && neverGains) return 'narrower'
  return 'undecided'
}

function evaluatorOf({ documents, boundary }: EffectiveAccess): ReturnType<typeof createEvaluator> {
  return createEvaluator(documents, { boundary })
}

function allowedBy({ documents, boundary }: EffectiveAccess): ActionSet {
  const allowed = allowedActions(documents)
  return boundary === undefined ? allowed : intersect(allowed, allowedActions([boundary]))
}

function levelsOf(set: ActionSet): LevelCounts {
  const counts: Partial<Record<AccessLevel, number>> = {}
  for (const number of numbersIn(set)) {
    const level = accessLevelOfNumber(number)
    if (level !== undefined) counts[level] = (counts[level] ?? 0) + 1
  }
  return counts
}

/** On what: of the statements that one side has and the other has not, those that allow what differs. */
function resourcesOf(given: {
  readonly from: EffectiveAccess
  readonly against: EffectiveAccess
  readonly actions: ActionSet
  readonly requests: readonly Request[]
}): readonly string[] {
  const known = new Set(given.against.documents.flatMap(statementTexts))
  const resources = given.from.documents.flatMap((document) => {
    const texts = statementTexts(document)
    return asList(document.Statement).flatMap((statement, index) => {
      if (statement.Effect !== 'Allow' || known.has(texts[index] ?? '')) return []
      const concerned =
        overlaps(fittingActions(statement), given.actions) ||
        given.requests.some((request) => names(statement, request.action))
      return concerned ? asList(statement.Resource ?? '*') : []
    })
  })
  // Where a denial goes away, no allow is new: what stays allowed is seen in the requests alone.
  return [...new Set(resources.length > 0 ? resources : given.requests.map(({ resource }) => resource))].toSorted()
}

function names({ Action, NotAction }: Statement, action: string): boolean {
  const listed = asList(Action ?? NotAction).some((pattern) => matchesAction(pattern, action))
  return Action === undefined ? !listed : listed
}

function statementTexts(document: PolicyDocument): readonly string[] {
  return asList(document.Statement).map((statement) =>
    JSON.stringify(canonicalPolicy({ Statement: statement }).Statement),
  )
}

/** Paths that are open after and were not before, or only hung on something. */
function newEscalations(was: EffectiveAccess, is: EffectiveAccess): readonly NewEscalation[] {
  const paths = ({ documents, boundary }: EffectiveAccess): ReturnType<typeof findEscalations> =>
    findEscalations(documents, boundary === undefined ? {} : { boundary })
  const known = new Map(paths(was).map((path) => [path.id, path.conditional]))
  return paths(is)
    .filter(({ id, conditional }) => !known.has(id) || (known.get(id) === true && !conditional))
    .map(({ id, title, conditional }) => ({ id, title, conditional }))
}
