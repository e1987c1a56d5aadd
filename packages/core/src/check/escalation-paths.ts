import { documentFinder, type EffectiveDocuments } from '../account/documents.ts'
import { findEscalations } from '../policy/escalation/find-escalations.ts'
import type { Severity } from '../diagnostic/finding.ts'
import type { Rule, RuleFinding } from './rule.ts'

export const escalationPaths: Rule = {
  code: 'RW-ESCALATION',
  severity: 'warning',
  title: 'a role, or a person by all roles together, that can come to more than was granted',
  explanation:
    'Some permissions lead to others: who may rewrite an attached policy has every permission. What hangs on named resources or on a condition, and a role marked `sensitive`, which is meant to be powerful, are told as information.',
  mend: 'narrow the statements that open the path, deny a step of it, or mark the role `sensitive` if that power is meant; `findEscalations` names steps and statements',
  find: ({ model, accounts }) => {
    const found = new Map<string, Way & { readonly accounts: string[] }>()
    const add = (way: Way, account: string): void => {
      const key = JSON.stringify(way)
      const known = found.get(key)
      if (known === undefined) found.set(key, { ...way, accounts: [account] })
      else known.accounts.push(account)
    }
    for (const { account, state, sources } of accounts) {
      const finder = documentFinder(state)
      const byGroup = new Map(state.groups.map((group) => [group.name, pathsOf(finder.ofGroup(group))]))
      for (const group of state.groups) {
        const role = model.roles.find((one) => one.id === sources.groups[group.name])
        const way = wayOf(byGroup.get(group.name))
        if (role === undefined || way === undefined) continue
        const place = { path: `role ${role.id}`, who: `\`${role.id}\`` }
        add({ ...place, ...way, ...(role.sensitive === true ? { severity: 'info' } : {}) }, account.id)
      }
      const together = new Map<string, Paths>()
      for (const user of state.users) {
        if (user.groups.length < 2) continue
        const key = user.groups.join(' ')
        const all = together.get(key) ?? pathsOf(finder.ofUser(user))
        together.set(key, all)
        const alone = new Set(user.groups.flatMap((group) => [...(byGroup.get(group)?.keys() ?? [])]))
        const way = wayOf(new Map([...all].filter(([id]) => !alone.has(id))))
        const person = model.people.find((one) => one.userName === user.name)
        if (person === undefined || way === undefined) continue
        add({ path: `person ${person.id}`, who: `${person.name}, by several roles together,`, ...way }, account.id)
      }
    }
    return [...found.values()].map(say)
  },
}

/** Ids of paths, and whether each hangs on a resource or a condition. */
type Paths = ReadonlyMap<string, boolean>

function pathsOf(effective: EffectiveDocuments): Paths {
  return new Map(findEscalations(effective.documents).map(({ id, conditional }) => [id, conditional]))
}

/** How somebody gets to more: without conditions, or (`hangs`) only by what a resource or a condition leaves open. */
interface Way {
  readonly path: string
  readonly who: string
  readonly ids: readonly string[]
  readonly hangs: boolean
  readonly severity?: Severity
}

function wayOf(paths: Paths = new Map()): Pick<Way, 'ids' | 'hangs'> | undefined {
  const open = [...paths].filter(([, conditional]) => !conditional)
  const shown = open.length > 0 ? open : [...paths]
  return shown.length === 0 ? undefined : { ids: shown.map(([id]) => id), hangs: open.length === 0 }
}

function say({
  path,
  who,
  ids,
  hangs,
  severity,
  accounts,
}: Way & { readonly accounts: readonly string[] }): RuleFinding {
  const [account, another] = accounts
  const place = {
    path,
    ...(account !== undefined && another === undefined ? { account } : {}),
    ...(severity === undefined ? {} : { severity }),
  }
  const where = some(accounts)
  if (!hangs) return { ...place, message: `${who} can escalate in ${where} by ${some(ids)}` }
  return {
    ...place,
    message: `${who} could escalate in ${where} by ${some(ids)}, if the resources named there are stronger`,
    severity: 'info',
    hint: 'see that the roles that may be handed over, and what may be changed, hold no more than the role itself',
  }
}

function some(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``)
  if (quoted.length > 3) return `${quoted.slice(0, 3).join(', ')} and ${names.length - 3} more`
  return quoted.join(', ')
}
