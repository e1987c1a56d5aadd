import { asList } from '../policy/as-list.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import { matchesAction } from '../policy/match/match-action.ts'
import type { Request } from '../policy/request.ts'

/** An action, and the resources that are meant: an ARN, a pattern of ARNs, or all there can be when it is left out. */
export interface Possible {
  readonly action: string
  readonly resource?: string
}

/** Requests that are allowed, each confirmed by the evaluator; `undecided` where there may be one that could not be found. */
export interface Possibility {
  readonly requests: readonly Request[]
  readonly undecided: boolean
}

const nothing: PolicyDocument = { Version: '2012-10-17', Statement: [] }

/**
 * Whether policies allow an action on any resource that is meant, under any condition at all, with requests that show it. No request and nothing
 * undecided is a proof that they never do.
 *
 * @throws {PolicyError} for what `comparePolicies` throws.
 */
export function couldDo(
  documents: readonly PolicyDocument[],
  boundary: readonly PolicyDocument[],
  asked: Possible,
): Possibility {
  const own = documents.map((document) => about(document, asked.action))
  const bounds = boundary.map((document) => about(document, asked.action))
  if (!own.some(allowsSomething) || !bounds.every(allowsSomething)) return { requests: [], undecided: false }
  const { gained: found, undecided } = comparePolicies(nothing, [...own, only(asked)])
  const mayBe = found.length > 0 || undecided !== undefined
  if (!mayBe || bounds.length === 0) return { requests: found, undecided: found.length === 0 && mayBe }
  // What a boundary allows may lie elsewhere than the first requests found, so its own are tried too.
  const tried = [...found, ...bounds.flatMap((one) => comparePolicies(nothing, [one, only(asked)]).gained)]
  const evaluator = createEvaluator(own, { boundary: bounds })
  const requests = tried.filter((request) => evaluator.decide(request).effect === 'allow')
  return { requests, undecided: requests.length === 0 }
}

function allowsSomething({ Statement }: PolicyDocument): boolean {
  return asList(Statement).some(({ Effect }) => Effect === 'Allow')
}

/** A document without the statements that are about other actions: most of it, which a comparison need not look at. */
export function about(document: PolicyDocument, action: string): PolicyDocument {
  const names = (patterns: string | readonly string[] | undefined): boolean =>
    asList(patterns).some((pattern) => matchesAction(pattern, action))
  return {
    ...document,
    Statement: asList(document.Statement).filter(({ Action, NotAction }) =>
      NotAction === undefined ? names(Action) : !names(NotAction),
    ),
  }
}

/** Denies everything but what is asked about. It has no `Version`, so that a `${` in a resource stands for itself. */
function only({ action, resource }: Possible): PolicyDocument {
  return {
    Statement: [
      { Effect: 'Deny', NotAction: action, Resource: '*' },
      ...(resource === undefined ? [] : [{ Effect: 'Deny' as const, Action: '*', NotResource: resource }]),
    ],
  }
}
