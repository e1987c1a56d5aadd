import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import { matchesGlob } from '../policy/match/glob.ts'
import type { UsageEvidence } from '../policy/narrow/usage-evidence.ts'
import type { UseEvidence } from './evidence.ts'
import type { UseRows } from './use-rows.ts'

/**
 * Rows as evidence against one statement, no finer than the statement's author wrote it: who granted `ec2:*`, `*` or all but something
 * meant whole services, so those stand or fall as a whole; who named `iam:List*` or single actions is told of each action that can be
 * observed. With `splitServices` whole services are told apart too.
 */
export function evidenceOf(
  rows: UseRows,
  statement: Statement,
  options: { readonly splitServices?: boolean } = {},
): UsageEvidence {
  const split = options.splitServices === true ? () => true : namesSingly(statement)
  const actions = [...rows.actions.values()].filter(({ action }) => split(action))
  return {
    services: latestByService(rows),
    actions: Object.fromEntries(actions.map(({ action, lastUsed }) => [action, lastUsed])),
  }
}

/** Only the services: where a list of what remains would not fit into a policy. */
export function servicesOnly(rows: UseRows): UsageEvidence {
  return { services: latestByService(rows), actions: {} }
}

/** The latest date of a service's row, those of its actions included: use is never overlooked for want of a tidy report. */
function latestByService(rows: UseRows): Readonly<Record<string, string | null>> {
  const latest = new Map([...rows.services].map(([service, { lastUsed }]) => [service, lastUsed]))
  for (const { action, lastUsed } of rows.actions.values()) {
    const service = action.slice(0, action.indexOf(':'))
    const known = latest.get(service)
    if (lastUsed === null || known === undefined) continue
    if (known === null || Date.parse(lastUsed) > Date.parse(known)) latest.set(service, lastUsed)
  }
  return Object.fromEntries(latest)
}

/** Whether an action is granted by patterns that are all finer than its whole service. */
function namesSingly(statement: Statement): (action: string) => boolean {
  if (statement.NotAction !== undefined) return () => false
  const wide = asList(statement.Action)
    .map((pattern) => pattern.toLowerCase())
    .filter((pattern) => /^\*+$|:\*+$/.test(pattern))
  return (action) => !wide.some((pattern) => /^\*+$/.test(pattern) || matchesGlob(pattern, action.toLowerCase()))
}

/** A service or action as evidence for people: with who used it last and where, as the rows have it. */
export function withUser(
  part: { readonly what: string; readonly lastUsed: string | null },
  rows: UseRows,
): UseEvidence {
  const { what, lastUsed } = part
  const row = rows.services.get(what) ?? rows.actions.get(what.toLowerCase())
  if (row === undefined) return { what, lastUsed }
  if (lastUsed === null) return { what, lastUsed, origin: row.origin }
  const { lastUsedBy, region, origin } = row
  return {
    what,
    lastUsed,
    ...(lastUsedBy === undefined ? {} : { lastUsedBy }),
    ...(region === undefined ? {} : { region }),
    origin,
  }
}
