import { RolewrightError } from '../../diagnostic/rolewright-error.ts'
import { asList } from '../as-list.ts'
import { applies, type CompiledStatement } from './compile-statement.ts'
import { type ResourceView, viewResource } from './compile-resources.ts'
import { type ContextView, viewContext } from './context-view.ts'
import type { PolicyDocument } from '../document.ts'
import { ImplicitDenial } from './implicit-denial.ts'
import { type PolicySet, policySet } from './policy-set.ts'
import type { Decision, Request, StatementRef } from '../request.ts'

/** Decides requests of one principal. */
export interface Evaluator {
  readonly decide: (request: Request) => Decision
}

/** What limits what the policies grant. */
export interface EvaluatorOptions {
  /** The permissions boundary; of several, every one must allow. */
  readonly boundary?: PolicyDocument | readonly PolicyDocument[] | undefined
}

/**
 * Makes the identity policies of one principal ready to decide requests as IAM does: an explicit deny wins, then every boundary and at least one
 * policy must allow, else the denial is implicit. The decision names the statements that made it; for an implicit denial `closest`, worked
 * out when read, names the statements that came nearest and why they failed.
 *
 * It knows what it is given: service and resource control policies, resource policies and session policies are not asked.
 * See "Policy evaluation logic" in the IAM User Guide.
 *
 * @throws {PolicyError} for a statement with a principal, or a condition operator that IAM doesn't know.
 *
 * @example
 * ```ts
 * const evaluator = createEvaluator([{ Statement: { Effect: 'Allow', Action: 's3:Get*', Resource: '*' } }])
 * evaluator.decide({ action: 's3:GetObject', resource: 'arn:aws:s3:::bills/may.pdf' })
 * // { effect: 'allow', because: [{ document: 0, statement: 0 }] }
 * ```
 */
export function createEvaluator(
  documents: PolicyDocument | readonly PolicyDocument[],
  options: EvaluatorOptions = {},
): Evaluator {
  const granted = policySet(asList(documents))
  const boundaries = asList(options.boundary).map((document, index) => policySet([document], index))
  return {
    decide: (request) => decide(request, granted, boundaries),
  }
}

function decide(request: Request, granted: PolicySet, boundaries: readonly PolicySet[]): Decision {
  const action = actionOf(request)
  const resource = viewResource(request.resource)
  const context = viewContext(request)
  const own = granted.find(action)
  const denies = applying(own.denies, resource, context)
  const allows: StatementRef[] = []
  let bounded = true
  for (const boundary of boundaries) {
    const limits = boundary.find(action)
    denies.push(...applying(limits.denies, resource, context))
    if (!limits.allows.some((statement) => applies(statement, resource, context))) bounded = false
  }
  if (denies.length > 0) return { effect: 'explicit-deny', because: denies }
  allows.push(...applying(own.allows, resource, context))
  if (allows.length > 0 && bounded) return { effect: 'allow', because: allows }
  return new ImplicitDenial({ action, askedAction: request.action, resource, context, granted, boundaries, allows })
}

function applying(
  statements: readonly CompiledStatement[],
  resource: ResourceView,
  context: ContextView,
): StatementRef[] {
  const refs: StatementRef[] = []
  for (const statement of statements) if (applies(statement, resource, context)) refs.push(statement.ref)
  return refs
}

function actionOf(request: Request): string {
  if (typeof request?.action === 'string' && typeof request.resource === 'string') return request.action.toLowerCase()
  throw new RolewrightError({
    code: 'invalid-request',
    message: 'a request needs an action and a resource, both strings',
    hint: 'as in `{ action: "s3:GetObject", resource: "arn:aws:s3:::bills/may.pdf" }`',
  })
}
