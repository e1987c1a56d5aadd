import { groupName } from '@rolewright/core'
import type { ViewContext } from '../view/context.ts'
import type { HistoryView } from '../view/history-view.ts'

/** All runs, short, for filtering in the browser. Touched roles and people are numbers of `roles` and `people`. */
export interface HistoryIndex {
  readonly roles: readonly string[]
  readonly people: readonly string[]
  /** Newest first. */
  readonly runs: readonly {
    readonly href: string
    readonly at: string
    readonly text: string
    readonly kind: string
    readonly word: string
    readonly summary: string
    readonly account: string
    readonly who: string
    readonly by: string
    readonly principal: string
    readonly roles: readonly number[]
    readonly people: readonly number[]
  }[]
}

/** What the filters of the history look through. */
export function historyIndex({ input, runs, stories }: ViewContext, history: HistoryView): HistoryIndex {
  const roleTitles = new Map(input.model.roles.map((role) => [groupName(role), role.title]))
  const personNames = new Map(input.model.people.map((person) => [person.userName, person.name]))
  const roles = numbering()
  const people = numbering()
  const short = runs.map((run, index) => {
    const view = history.runs[index]
    const touched = (stories.touched.get(run) ?? []).map((thing) => ({
      kind: thing.slice(0, thing.indexOf(' ')),
      name: thing.slice(thing.indexOf(' ') + 1),
    }))
    return {
      href: view?.href ?? '',
      at: run.entries[0].at,
      text: view?.at.text ?? '',
      kind: view?.kind ?? '',
      word: view?.word ?? '',
      summary: view?.summary ?? '',
      account: run.account,
      who: view?.who ?? '',
      by: view?.by ?? '',
      principal: view?.principal ?? '',
      roles: touched.filter(({ kind }) => kind === 'group').map(({ name }) => roles.of(roleTitles.get(name) ?? name)),
      people: touched.filter(({ kind }) => kind === 'user').map(({ name }) => people.of(personNames.get(name) ?? name)),
    }
  })
  return { roles: roles.names(), people: people.names(), runs: short }
}

function numbering(): { of(name: string): number; names(): readonly string[] } {
  const numbers = new Map<string, number>()
  return {
    of: (name) => {
      const number = numbers.get(name) ?? numbers.size
      numbers.set(name, number)
      return number
    },
    names: () => [...numbers.keys()],
  }
}
