import type {
  DecidingStatement,
  PrincipalDecision,
  PrincipalPossibility,
  Request,
  StatementSource,
} from '@rolewright/core'
import type { Explained } from '../account/state-to-explain.ts'
import type { Paint } from '../frame/io.ts'
import { requestText } from './alike-access.ts'

const verdicts = {
  allow: 'may',
  'explicit-deny': 'may not: a statement denies it',
  'implicit-deny': 'may not: no statement allows it',
} as const

/** One answer for a person: yes or no, the statement that decided, or what came closest and what would be allowed. */
export function decisionText(
  answer: PrincipalDecision,
  {
    request,
    places,
    otherwise,
  }: {
    readonly request: Request
    readonly places: Explained['places']
    readonly otherwise: PrincipalPossibility | undefined
  },
  paint: Paint,
): string {
  const { effect } = answer.decision
  const verdict = effect === 'allow' ? paint.green(verdicts[effect]) : paint.red(verdicts[effect])
  const near = (answer.decision.closest ?? []).slice(0, 3).map(({ statement, detail }) => {
    const held = answer.principal.documents[statement.document]
    return `  closest: ${held === undefined ? '' : `policy ${held.policyName}, `}statement ${statement.sid ?? statement.statement + 1}: ${detail}`
  })
  return [
    `${answer.principal.name} ${verdict}`,
    `  ${request.action} on ${request.resource}`,
    ...(answer.because.length === 0 ? [] : [`  by ${reasonText(answer, places)}`]),
    ...near,
    ...(otherwise === undefined ? [] : [`  may otherwise: ${possibilityText(otherwise, places)}`]),
    paint.dim('  Not seen: what the organization, the resource itself or a session policy say.'),
  ].join('\n')
}

/** A request that shows what somebody may do, with its reason. */
export function possibilityText({ examples }: PrincipalPossibility, places: Explained['places']): string {
  const [first] = examples
  if (first === undefined) return 'can’t be told: the policies are more than could be searched'
  const more = examples.length > 1 ? `, and in ${examples.length - 1} other ways` : ''
  return `such as ${requestText(first.request)}, by ${reasonText(first, places)}${more}`
}

/** Which statement decided, where it hangs, and the task it was written for. */
export function reasonText(
  { because }: { readonly because: readonly DecidingStatement[] },
  places: Explained['places'],
): string {
  const [first] = because
  if (first === undefined) return ''
  const { held, statement, source } = first
  const name = statement.Sid === undefined ? '' : `, statement ${statement.Sid}`
  const task = source === undefined || source.tasks.length === 0 ? '' : `, task ${source.tasks.join(', ')}`
  const more = because.length > 1 ? `, and ${because.length - 1} more` : ''
  return `policy ${held.policyName} of ${held.holder}${name}${task}${placeOf(source, places)}${more}`
}

/** ` at roles/data-scientist.ts:4`, where the definition is found. */
export function placeOf(source: StatementSource | undefined, places: Explained['places']): string {
  const place = source?.definitions.map(({ policy }) => places.get(policy)).find((found) => found !== undefined)
  return place === undefined ? '' : ` at ${place}`
}
