import { groupName } from '@rolewright/core'
import type { Past } from '../past/past-states.ts'
import { accessCodes, type ServiceAccess, serviceName } from './access.ts'
import type { ViewContext } from './context.ts'
import { entrySummary } from './entry-summary.ts'
import { showMoment } from './format-date.ts'
import type { Link } from './links.ts'
import type { ServiceColumn } from './matrix-view.ts'

/** One account after one run, as the difference from the account before it. */
export interface PastPoint {
  readonly at: string
  /** Number of the account. */
  readonly account: number
  /** The run that left it so. */
  readonly run: Link
  /** Number of a group, and of its levels among {@link PastData.levels}; -1 where the group is gone. */
  readonly groups: readonly (readonly [group: number, levels: number])[]
  /** Number of a user, and its groups; null where it is in none any more. */
  readonly users: readonly (readonly [user: number, groups: readonly number[] | null])[]
}

/** Something that happened to an account and that no stored state shows. */
export interface PastNote {
  readonly at: string
  readonly account: number
  readonly text: string
  readonly run: Link
}

/** What the as-of page reads: every account at every time that the history holds. */
export interface PastData {
  readonly accounts: readonly { readonly id: string; readonly title: string }[]
  readonly services: readonly ServiceColumn[]
  readonly groups: readonly { readonly name: string; readonly role: Link | null }[]
  readonly users: readonly { readonly name: string; readonly person: Link | null }[]
  /** Each text that says what a group may do, as `MatrixRow.levels` does. */
  readonly levels: readonly string[]
  /** Oldest first. */
  readonly points: readonly PastPoint[]
  readonly notes: readonly PastNote[]
}

/** Every known state of the past, each as what changed since the one before. */
export function pastData(past: Past, context: ViewContext): PastData {
  const { input, links } = context
  const accounts = accountNumbers(context)
  const groups = numbers(past.states.flatMap((state) => [...state.groups.keys()]))
  const users = numbers(past.states.flatMap((state) => [...state.users.keys()]))
  const services = [
    ...new Set(past.states.flatMap((state) => [...state.groups.values()].flat().map((one) => one.service))),
  ].toSorted()
  const levels = new Map<string, number>()
  const codesOf = rememberCodes(services)
  const before = new Map<string, { groups: Map<string, number>; users: Map<string, string> }>()
  const points = past.states.map((state): PastPoint => {
    const known = before.get(state.account) ?? { groups: new Map<string, number>(), users: new Map<string, string>() }
    const now = {
      groups: new Map(
        [...state.groups].map(([name, access]) => {
          const codes = codesOf(access)
          const number = levels.get(codes) ?? levels.size
          levels.set(codes, number)
          return [name, number]
        }),
      ),
      users: new Map([...state.users].map(([name, held]) => [name, held.toSorted().join(' ')])),
    }
    before.set(state.account, now)
    return {
      at: state.at,
      account: accounts.get(state.account) ?? 0,
      run: runLink(state.entry.hash, context),
      groups: changed(known.groups, now.groups).map((name) => [groups.get(name) ?? 0, now.groups.get(name) ?? -1]),
      users: changed(known.users, now.users).map((name) => [
        users.get(name) ?? 0,
        state.users.get(name)?.flatMap((group) => groups.get(group) ?? []) ?? null,
      ]),
    }
  })
  const roles = new Map(input.model.roles.map((role) => [groupName(role), role]))
  const people = new Map(input.model.people.map((person) => [person.userName, person]))
  return {
    accounts: [...accounts.keys()].map((id) => ({
      id,
      title: input.model.accounts.find((account) => account.id === id)?.title ?? (id === '' ? 'all accounts' : id),
    })),
    services: services.map((prefix) => ({ prefix, name: serviceName(prefix) })),
    groups: [...groups.keys()].map((name) => {
      const role = roles.get(name)
      return { name, role: role === undefined ? null : links.link('roles', role.id, role.title) }
    }),
    users: [...users.keys()].map((name) => {
      const person = people.get(name)
      return { name, person: person === undefined ? null : links.link('people', person.id, person.name) }
    }),
    levels: [...levels.keys()],
    points,
    notes: notes(past, context).map(({ account, ...note }) => ({ ...note, account: accounts.get(account) ?? 0 })),
  }
}

/** Those that have a history, in the model's order; then those that the model no longer has. */
function accountNumbers({ input, runs }: ViewContext): ReadonlyMap<string, number> {
  const known = new Set(runs.map((run) => run.account))
  const inModel = input.model.accounts.map(({ id }) => id).filter((id) => known.has(id))
  const all = new Set([...inModel, ...[...known].toSorted()])
  return new Map([...all].map((id, number) => [id, number]))
}

function numbers(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...new Set(names)].toSorted().map((name, number) => [name, number]))
}

function changed<T>(before: ReadonlyMap<string, T>, now: ReadonlyMap<string, T>): readonly string[] {
  const names = [...new Set([...before.keys(), ...now.keys()])].toSorted()
  return names.filter((name) => before.get(name) !== now.get(name))
}

function rememberCodes(services: readonly string[]): (access: readonly ServiceAccess[]) => string {
  const known = new Map<readonly ServiceAccess[], string>()
  return (access) => {
    const found = known.get(access) ?? accessCodes(access, services)
    known.set(access, found)
    return found
  }
}

function runLink(hash: string, { runOf }: ViewContext): Link {
  const run = runOf.get(hash)
  return run === undefined ? { text: '', href: '' } : { text: showMoment(run.entries[0].at).text, href: run.href }
}

const GAPS = {
  missing: 'The state that this run left is not stored',
  unreadable: 'The stored state of this run can’t be read',
} as const

/** What changed an account, or was found changed in it, without a state of it being stored. */
function notes(past: Past, context: ViewContext): readonly (Omit<PastNote, 'account'> & { account: string })[] {
  const happened = context.runs.flatMap(({ entries, account }) =>
    entries
      .filter(({ kind }) => kind === 'failed' || kind === 'drift')
      .map((entry) => ({ at: entry.at, account, text: entrySummary(entry), run: runLink(entry.hash, context) })),
  )
  const gaps = past.gaps.map(({ at, account, entry, kind }) => ({
    at,
    account,
    text: GAPS[kind],
    run: runLink(entry.hash, context),
  }))
  return [...happened, ...gaps].toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}
