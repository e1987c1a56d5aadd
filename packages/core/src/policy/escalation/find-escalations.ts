import { asList } from '../as-list.ts'
import { refuseMalformed } from '../parse/refuse-malformed.ts'
import type { PolicyDocument } from '../document.ts'
import type { StatementRef } from '../request.ts'
import type { Escalation, EscalationStep } from './escalation.ts'
import type { EscalationPath } from './escalation-path.ts'
import { escalationPaths } from './escalation-paths.ts'
import { findStep } from './find-step.ts'
import { isIn, prepare, type Search } from './search.ts'

/** What limits what the policies grant. */
export interface EscalationOptions {
  /** The permissions boundary of the principal; of several, each must allow a step. */
  readonly boundary?: PolicyDocument | readonly PolicyDocument[] | undefined
}

/**
 * The publicly known ways to escalate privileges that the documents of one principal, taken together, leave open. Sorted by id.
 *
 * A denial closes a step where it surely applies; a boundary must allow each step. A step that is allowed on named resources only, or under a condition that
 * might hold, makes the path `conditional`, and its `limits` say why; an `iam:PassRole` that cannot reach the service of a path closes it.
 * Nothing is known of the account: whether a stronger role exists and trusts the service stands in `needs`.
 *
 * The list of paths is the public pathfinding.cloud catalogue and some that it does not list; see the reference page of escalations.
 *
 * @throws {PolicyError} for documents that are no identity policies, as `createEvaluator` does.
 *
 * @example
 * ```ts
 * const [found] = findEscalations([{ Statement: { Effect: 'Allow', Action: 'iam:CreatePolicyVersion', Resource: '*' } }])
 * found?.id // 'iam-001'
 * ```
 */
export function findEscalations(
  documents: PolicyDocument | readonly PolicyDocument[],
  options: EscalationOptions = {},
): Escalation[] {
  const given = asList(documents)
  const boundary = asList(options.boundary)
  return refuseMalformed([...given, ...boundary], () => {
    const search = prepare(given, boundary)
    return escalationPaths().flatMap((path) => findPath(path, search) ?? [])
  })
}

function findPath(path: EscalationPath, search: Search): Escalation | undefined {
  const wanted = path.steps.flatMap((step) => step.actions)
  if (!wanted.every((action) => isIn(search.allowed, action))) return undefined
  const steps: EscalationStep[] = []
  for (const step of path.steps) {
    const found = findStep(step, search)
    if (found === undefined) return undefined
    steps.push(...found)
  }
  const { id, title, category, gains, needs } = path
  const conditional = steps.some(({ limits }) => limits.length > 0)
  return { id, title, category, gains, needs, conditional, steps, statements: uniqueRefs(steps) }
}

function uniqueRefs(steps: readonly EscalationStep[]): StatementRef[] {
  const refs = new Map<string, StatementRef>()
  for (const { statements } of steps) {
    for (const ref of statements) refs.set(`${ref.document}.${ref.statement}`, ref)
  }
  return [...refs.values()].toSorted((a, b) => a.document - b.document || a.statement - b.statement)
}
