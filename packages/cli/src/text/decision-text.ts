import type { PrincipalDecision, Request, StatementSource } from '@rolewright/core'
import type { Explained } from '../account/state-to-explain.ts'
import type { Paint } from '../frame/io.ts'

const verdicts = {
  allow: 'may',
  'explicit-deny': 'may not: a statement denies it',
  'implicit-deny': 'may not: no statement allows it',
} as const

/** One answer for a person: yes or no, the statement that decided, or what came closest. */
export function decisionText(
  answer: PrincipalDecision,
  { request, places }: { readonly request: Request; readonly places: Explained['places'] },
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
    paint.dim('  Not seen: what the organization, the resource itself or a session policy say.'),
  ].join('\n')
}

/** Which statement decided, where it hangs, and the task it was written for. */
export function reasonText({ because }: PrincipalDecision, places: Explained['places']): string {
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
