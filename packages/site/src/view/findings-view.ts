import type { Finding, Rule, Suppression } from '@rolewright/core'
import type { ViewContext } from './context.ts'
import type { PlacesOf } from './finding-places.ts'
import { showDay, type ShownDate } from './format-date.ts'
import type { Link } from './links.ts'

/** A finding, and the page of what it is about. */
export interface FindingView {
  readonly code: string
  readonly severity: Finding['severity']
  readonly message: string
  readonly hint: string
  readonly path: string
  readonly about: Link | null
}

/** A finding that somebody lives with, why and until when. */
export interface SuppressionView {
  readonly code: string
  readonly path: string
  readonly reason: string
  readonly until: ShownDate
  readonly active: boolean
}

/** A rule of separation of duty, in words. */
export interface DutyView {
  readonly words: string
  readonly roles: readonly Link[]
  /** The two lists that nobody may do both of. */
  readonly actions: readonly (readonly string[])[]
}

/** What the checks say, what was set aside, and what must be kept apart. */
export interface FindingsView {
  readonly findings: readonly FindingView[]
  readonly suppressions: readonly SuppressionView[]
  readonly duties: readonly DutyView[]
  /** Findings that say one of the rules is broken. */
  readonly broken: readonly FindingView[]
}

// What `check` calls a broken rule of the model.
const DUTY_CODES: ReadonlySet<string> = new Set(['RW-MUTUALLY-EXCLUSIVE', 'RW-SEPARATE', 'RW-MEMBERS'])

/** The page of findings. */
export function findingsView(context: ViewContext, placesOf: PlacesOf): FindingsView {
  const { input } = context
  const findings = (input.findings ?? []).map((finding) => findingView(finding, placesOf))
  return {
    findings,
    suppressions: input.model.suppressions.map((one) => suppressionView(one, input.now)),
    duties: input.model.rules.map((rule) => dutyView(rule, context)),
    broken: findings.filter(({ code }) => DUTY_CODES.has(code)),
  }
}

/** The findings about each thing that their paths name: `role buyer`. */
export function findingsByThing(
  { input }: ViewContext,
  placesOf: PlacesOf,
): ReadonlyMap<string, readonly FindingView[]> {
  const found = new Map<string, FindingView[]>()
  for (const finding of input.findings ?? []) {
    const view = findingView(finding, placesOf)
    for (const key of new Set(placesOf(finding.path ?? '').map(({ kind, id }) => `${kind} ${id}`))) {
      const known = found.get(key)
      if (known === undefined) found.set(key, [view])
      else known.push(view)
    }
  }
  return found
}

/** A finding as it is shown; what it is about is the first thing of its path. */
export function findingView(finding: Finding, placesOf: PlacesOf): FindingView {
  const path = finding.path ?? ''
  return {
    code: finding.code,
    severity: finding.severity,
    message: finding.message,
    hint: finding.hint ?? '',
    path,
    about: placesOf(path)[0]?.link ?? null,
  }
}

function suppressionView(one: Suppression, now: Date): SuppressionView {
  return {
    code: one.code,
    path: one.path ?? '',
    reason: one.reason,
    until: showDay(one.until),
    active: now < new Date(one.until),
  }
}

function dutyView(rule: Rule, { links }: ViewContext): DutyView {
  const role = (one: { readonly id: string; readonly title: string }): Link => links.link('roles', one.id, one.title)
  switch (rule.kind) {
    case 'mutually-exclusive':
      return { words: 'Nobody may hold two of these roles', roles: rule.roles.map(role), actions: [] }
    case 'separate':
      return { words: 'Nobody may do something of both', roles: [], actions: rule.actions }
    case 'at-most':
      return {
        words: `At most ${rule.members} ${rule.members === 1 ? 'person holds' : 'people hold'} this role in an account`,
        roles: [role(rule.role)],
        actions: [],
      }
    case 'requires':
      return {
        words: 'Whoever holds the first role also holds the second',
        roles: [role(rule.role), role(rule.required)],
        actions: [],
      }
    default:
      return rule satisfies never
  }
}
