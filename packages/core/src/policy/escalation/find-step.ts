import { asList } from '../as-list.ts'
import type { Evaluator } from '../evaluate/create-evaluator.ts'
import type { Statement } from '../document.ts'
import type { RequestContext, StatementRef } from '../request.ts'
import type { EscalationStep } from './escalation.ts'
import type { PathStep } from './escalation-path.ts'
import { fillVariables, selfName } from './fill-variables.ts'
import { limitsOf } from './limits-of.ts'
import { resourcePatterns, type Sample, sampleResources } from './sample-resources.ts'
import { isIn, type Search, type Spoken, statementAt } from './search.ts'

/** How a step can be done, each of its actions; undefined where it can't. */
export function findStep(step: PathStep, search: Search): readonly EscalationStep[] | undefined {
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

/** The reference with the Sid that the statement has: the reduced documents keep positions, and Sids but of what is left out. */
function named(ref: StatementRef, search: Search): StatementRef {
  const sid = statementAt(ref, search)?.Sid
  return { document: ref.document, statement: ref.statement, ...(sid === undefined || sid === '' ? {} : { sid }) }
}
