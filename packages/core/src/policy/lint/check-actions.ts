import { actionsOfService, serviceActions } from '../../catalog/action-names.ts'
import { nearest } from '../../diagnostic/nearest.ts'
import { numbersMatching } from '../match/action-patterns.ts'
import { hasWildcard } from '../match/glob.ts'
import { shorten } from '../parse/shorten.ts'
import type { CoveredCode } from './covered-checks.ts'
import type { LintContext, StatementView } from './statement-view.ts'

/** Longer than any action; what is longer is not worth a suggestion. */
const longestAction = 128

/** Whether the actions of a statement exist. */
export function checkActions(statement: StatementView, context: LintContext): void {
  for (const actions of [statement.actions, statement.notActions]) {
    if (actions === undefined) continue
    for (const [index, action] of actions.texts.entries()) {
      // Most actions exist, and the numbers of a pattern are remembered.
      if (numbersMatching(action).length > 0 && !hasWildcard(servicePart(action))) continue
      const problem = problemOf(action)
      if (problem === undefined) continue
      const hint = problem.hint === undefined ? {} : { hint: problem.hint }
      context.report(problem.code, actions.placeOf(index), problem.message, hint)
    }
  }
}

/** What is wrong with an action. */
interface Problem {
  readonly code: CoveredCode
  readonly message: string
  readonly hint?: string
}

const remembered = 5000
const problems = new Map<string, Problem | undefined>()

/** What is wrong with an action, remembered: looking for the nearest spelling takes long. */
function problemOf(action: string): Problem | undefined {
  if (problems.has(action)) return problems.get(action)
  if (problems.size >= remembered) problems.clear()
  const problem = explain(action)
  if (action.length <= longestAction) problems.set(action, problem)
  return problem
}

function explain(action: string): Problem | undefined {
  if (/^\*+$/.test(action) || action.includes('${')) return undefined
  const colon = action.indexOf(':')
  if (colon < 0) {
    const message = `${shorten(action)} has no service prefix`
    return { code: 'INVALID_ACTION', message, hint: 'write it as `service:Action`' }
  }
  const prefix = action.slice(0, colon)
  if (hasWildcard(prefix)) {
    return { code: 'WILDCARD_IN_SERVICE_NAME', message: `the service prefix of ${shorten(action)} holds a wildcard` }
  }
  const service = actionsOfService(prefix)
  if (service === undefined) {
    const meant = nearest(
      prefix.slice(0, longestAction),
      serviceActions().map((one) => one.prefix),
    )
    const message = `there is no service with the prefix ${shorten(prefix)}`
    return { code: 'INVALID_SERVICE_IN_ACTION', message, ...suggestion(meant) }
  }
  const name = action.slice(colon + 1)
  if (hasWildcard(name)) return { code: 'INVALID_ACTION', message: `${shorten(action)} matches no action` }
  const meant = nearest(name.slice(0, longestAction), service.names)
  const message = `the action ${shorten(action)} does not exist`
  return {
    code: 'INVALID_ACTION',
    message,
    ...suggestion(meant === undefined ? undefined : `${service.prefix}:${meant}`),
  }
}

function suggestion(meant: string | undefined): { hint?: string } {
  return meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }
}

function servicePart(action: string): string {
  const colon = action.indexOf(':')
  return colon < 0 ? '' : action.slice(0, colon)
}
