import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import { matchesGlob } from '../policy/match/glob.ts'
import type { UsageEvidence } from '../policy/narrow/usage-evidence.ts'
import type { EntityUsage, ServiceUsage } from './usage.ts'

/**
 * A policy's last-accessed report as evidence against one statement, no finer than the statement's author wrote it: who granted
 * `ec2:*`, `*` or all but something meant whole services, so those stand or fall as a whole; who named `iam:List*` or single
 * actions is told of each tracked action. With `splitServices` whole services are told apart too.
 */
export function evidenceOf(
  report: EntityUsage,
  statement: Statement,
  options: { readonly splitServices?: boolean } = {},
): UsageEvidence {
  const split = options.splitServices === true ? () => true : namesSingly(statement)
  const actions = report.services.flatMap((service) => service.actions ?? [])
  return {
    services: Object.fromEntries(report.services.map((service) => [service.namespace, lastUse(service)])),
    actions: Object.fromEntries(
      actions.filter(({ action }) => split(action)).map(({ action, lastAccessed }) => [action, lastAccessed]),
    ),
  }
}

/** The latest date of a service's row, those of its actions included: use is never overlooked for want of a tidy report. */
function lastUse(service: ServiceUsage): string | null {
  const dates = [service.lastAuthenticated, ...(service.actions ?? []).map((action) => action.lastAccessed)]
  return dates.reduce(
    (latest, date) => (date !== null && (latest === null || Date.parse(date) > Date.parse(latest)) ? date : latest),
    null,
  )
}

/** Only a report of services: where a list of what remains would not fit into a policy. */
export function servicesOnly(report: EntityUsage): UsageEvidence {
  return evidenceOf(report, { Effect: 'Allow', NotAction: [], Resource: '*' })
}

/** Whether an action is granted by patterns that are all finer than its whole service. */
function namesSingly(statement: Statement): (action: string) => boolean {
  if (statement.NotAction !== undefined) return () => false
  const wide = asList(statement.Action)
    .map((pattern) => pattern.toLowerCase())
    .filter((pattern) => /^\*+$|:\*+$/.test(pattern))
  return (action) => !wide.some((pattern) => /^\*+$/.test(pattern) || matchesGlob(pattern, action.toLowerCase()))
}
