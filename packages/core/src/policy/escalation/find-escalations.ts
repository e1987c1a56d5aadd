import type { Evaluator } from '../create-evaluator.ts'
import { actionNumber } from '../../catalog/action-names.ts'
import { type ActionSet, has, union } from '../../catalog/action-set.ts'
import { actionSetOf, actionsMatching } from '../action-patterns.ts'
import { asList } from '../as-list.ts'
import { createEvaluator } from '../create-evaluator.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { matchesResource } from '../match-arn.ts'
import type { RequestContext, StatementRef } from '../request.ts'
import type { EscalationCategory, EscalationPath, PathStep } from './escalation-path.ts'
import { escalationPaths } from './escalation-paths.ts'
import { hasOtherConditions, otherConditions, reduceConditions } from './reduce-conditions.ts'
import {
  fillVariables,
  resourcePatterns,
  type Sample,
  sampleResources,
  selfName,
  variableValues,
} from './sample-resources.ts'

export interface EscalationOptions {
  /** The permissions boundary of the principal; of several, each must allow a step. */
  readonly boundary?: PolicyDocument | readonly PolicyDocument[] | undefined
}

/** One thing to do on the way, and what opens it. */
export interface EscalationStep {
  readonly action: string
  /** For `iam:PassRole`: the service that the role is handed to. */
  readonly passedTo?: string
  /** A resource on which it is allowed, made up from the policies' patterns. */
  readonly resource: string
  /** The statements that allow it. */
  readonly statements: readonly StatementRef[]
  /** What narrows it, one line each; empty when it is allowed on everything and always. */
  readonly limits: readonly string[]
}

/** A way in which somebody could come to more than was granted. */
export interface Escalation {
  /** The path's id, as in the pathfinding.cloud catalogue where that lists it. */
  readonly id: string
  readonly title: string
  readonly category: EscalationCategory
  /** What somebody has afterwards. */
  readonly gains: string
  /** What must exist in the account for it to work, which the policies don't tell. */
  readonly needs: string
  /** Whether a step holds only on some resources, or under a condition: then it depends on these whether there is a path. */
  readonly conditional: boolean
  readonly steps: readonly EscalationStep[]
  /** All statements that open it, sorted, each once. */
  readonly statements: readonly StatementRef[]
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
  const search = prepare(asList(documents), asList(options.boundary))
  return escalationPaths.flatMap((path) => findPath(path, search) ?? [])
}

/** A statement and the actions it speaks of. */
interface Spoken {
  readonly statement: Statement
  readonly actions: ActionSet
}

interface Search {
  readonly documents: readonly PolicyDocument[]
  readonly granted: readonly Spoken[]
  readonly bounding: readonly Spoken[]
  /** All actions that any statement allows: a step beyond them need not be looked at. */
  readonly allowed: ActionSet
  readonly might: Evaluator
  readonly surely: Evaluator
  readonly variables: Readonly<Record<string, string>>
  /** Steps that were looked at before: many paths share `iam:PassRole`. */
  readonly known: Map<string, readonly EscalationStep[] | undefined>
}

function prepare(documents: readonly PolicyDocument[], boundary: readonly PolicyDocument[]): Search {
  const evaluator = (reading: 'might' | 'surely'): Evaluator =>
    createEvaluator(
      documents.map((document) => reduceConditions(document, reading)),
      { boundary: boundary.map((document) => reduceConditions(document, reading)) },
    )
  const granted = documents.flatMap((document) => spokenOf(document))
  const bounding = boundary.flatMap((document) => spokenOf(document))
  const allowing = granted.filter(({ statement }) => statement.Effect === 'Allow')
  return {
    documents,
    granted,
    bounding,
    allowed: allowing.reduce((all, { actions }) => union(all, actions), actionsMatching([])),
    might: evaluator('might'),
    surely: evaluator('surely'),
    variables: variableValues([...granted, ...bounding].map(({ statement }) => statement)),
    known: new Map(),
  }
}

function spokenOf(document: PolicyDocument): Spoken[] {
  return asList(document.Statement).map((statement) => ({ statement, actions: actionSetOf(statement) }))
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

function findStep(step: PathStep, search: Search): readonly EscalationStep[] | undefined {
  const key = JSON.stringify(step)
  if (search.known.has(key)) return search.known.get(key)
  const found = (step.passedTo ?? [undefined])
    .map((service) => tryStep(step, service, search))
    .filter((steps) => steps !== undefined)
  // The least narrowed way is the one to show.
  const [best] = found.toSorted((a, b) => countLimits(a) - countLimits(b))
  search.known.set(key, best)
  return best
}

const countLimits = (steps: readonly EscalationStep[]): number =>
  steps.reduce((count, { limits }) => count + limits.length, 0)

function tryStep(step: PathStep, service: string | undefined, search: Search): readonly EscalationStep[] | undefined {
  const context: RequestContext = {
    ...search.variables,
    ...(service === undefined ? {} : { 'iam:PassedToService': service }),
  }
  const samples = samplesFor(step, search)
  const open = samples.find(
    ({ resource, general }) =>
      general && step.actions.every((action) => allows(search.surely, { action, resource, context })),
  )
  const sample =
    open ??
    samples.find(({ resource }) => step.actions.every((action) => allows(search.might, { action, resource, context })))
  if (sample === undefined) return undefined
  return step.actions.map((action) => {
    const evaluator = open === undefined ? search.might : search.surely
    const { because } = evaluator.decide({ action, resource: sample.resource, context })
    return {
      action,
      ...(service === undefined ? {} : { passedTo: service }),
      resource: sample.resource,
      statements: because.map((ref) => named(ref, search)),
      limits: open === undefined ? limitsOf({ action, sample, because, context, search }) : [],
    }
  })
}

function allows(evaluator: Evaluator, request: { action: string; resource: string; context: RequestContext }): boolean {
  return evaluator.decide(request).effect === 'allow'
}

/** What to ask about for a step, the general ones first. */
function samplesFor(step: PathStep, { granted, bounding }: Search): readonly Sample[] {
  const about = (all: readonly Spoken[]): readonly Statement[] =>
    all.filter(({ actions }) => step.actions.some((action) => isIn(actions, action))).map(({ statement }) => statement)
  const own = about(granted)
  const limits = about(bounding)
  const allowed = patternsOf(own.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Resource }) => asList(Resource)))
  const limiting = patternsOf([
    ...limits.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Resource }) => asList(Resource)),
    ...[...own, ...limits].filter(({ Effect }) => Effect === 'Deny').flatMap(({ NotResource }) => asList(NotResource)),
  ])
  // Several actions may each be allowed by another pattern: then the common resources are those of both.
  const among = step.actions.length > 1 ? [...limiting, ...allowed] : limiting
  const samples = sampleResources(resourcePatterns(step.actions), {
    allowed: allowed.includes('*') ? allowed : [...allowed, '*'],
    limiting: among,
  })
  const others = step.ofOthers === true ? samples.filter(({ resource }) => !resource.endsWith(`/${selfName}`)) : samples
  return others.toSorted((a, b) => Number(b.general) - Number(a.general))
}

const patternsOf = (texts: readonly string[]): readonly string[] => [
  ...new Set(texts.map((text) => fillVariables(text))),
]

function isIn(actions: ActionSet, action: string): boolean {
  const number = actionNumber(action)
  return number !== undefined && has(actions, number)
}

interface Narrowed {
  readonly action: string
  readonly sample: Sample
  readonly because: readonly StatementRef[]
  readonly context: RequestContext
  readonly search: Search
}

/** Why a step is not open to everything, always. */
function limitsOf({ action, sample, because, context, search }: Narrowed): string[] {
  const limits: string[] = []
  const { resource } = sample
  const statements = because.flatMap((ref) => statementAt(ref, search) ?? [])
  if (!sample.general) {
    const patterns = statements.flatMap(({ Resource }) => asList(Resource))
    const fitting = [...new Set(patterns)].filter((pattern) => matchesResource(fillVariables(pattern), resource))
    const narrow = fitting.filter((pattern) => pattern !== '*')
    limits.push(`only on ${(narrow.length > 0 ? narrow : [resource]).map((pattern) => `\`${pattern}\``).join(', ')}`)
  }
  if (statements.length > 0 && statements.every((statement) => hasOtherConditions(statement))) {
    const conditions = [...new Set(statements.flatMap(({ Condition }) => otherConditions(Condition)))]
    limits.push(`only under ${conditions.map((condition) => `\`${condition}\``).join(', ')}`)
  }
  const denied = [...search.granted, ...search.bounding].some(
    ({ statement, actions }) => statement.Effect === 'Deny' && hasOtherConditions(statement) && isIn(actions, action),
  )
  if (denied) limits.push('unless a Deny under a condition applies')
  if (limits.length > 0) return limits
  const sure = allows(search.surely, { action, resource, context })
  return sure ? [] : ['only under a condition of the permissions boundary']
}

function statementAt(ref: StatementRef, { documents }: Search): Statement | undefined {
  return asList(documents[ref.document]?.Statement)[ref.statement]
}

/** The reference with the Sid that the statement has: the reduced documents keep positions, and Sids but of what is left out. */
function named(ref: StatementRef, search: Search): StatementRef {
  const sid = statementAt(ref, search)?.Sid
  return { document: ref.document, statement: ref.statement, ...(sid === undefined || sid === '' ? {} : { sid }) }
}

function uniqueRefs(steps: readonly EscalationStep[]): StatementRef[] {
  const refs = new Map<string, StatementRef>()
  for (const { statements } of steps) {
    for (const ref of statements) refs.set(`${ref.document}.${ref.statement}`, ref)
  }
  return [...refs.values()].toSorted((a, b) => a.document - b.document || a.statement - b.statement)
}
