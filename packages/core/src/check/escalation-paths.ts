import { documentFinder, type EffectiveDocuments } from '../account/documents.ts'
import { findEscalations } from '../policy/escalation/find-escalations.ts'
import type { Rule, RuleFinding } from './rule.ts'

export const escalationPaths: Rule = {
  code: 'RW-ESCALATION',
  severity: 'warning',
  title: 'a role, or a person by all roles together, that can come to more than was granted',
  explanation:
    'Some permissions lead to others: who may rewrite an attached policy has every permission. What hangs on named resources or on a condition, and a role marked `sensitive`, which is meant to be powerful, are told as information.',
  mend: 'narrow the statements that open the path, deny a step of it, or mark the role `sensitive` if that power is meant; `findEscalations` names steps and statements',
  find: ({ model, accounts }) => {
    const found = new Map<string, RuleFinding>()
    const add = (path: string, finding: Omit<RuleFinding, 'path'> | null): void => {
      if (finding !== null && !found.has(path)) found.set(path, { ...finding, path })
    }
    for (const { account, state, sources } of accounts) {
      const finder = documentFinder(state)
      const byGroup = new Map(state.groups.map((group) => [group.name, pathsOf(finder.ofGroup(group))]))
      for (const group of state.groups) {
        const role = model.roles.find((one) => one.id === sources.groups[group.name])
        const paths = byGroup.get(group.name)
        if (role === undefined || paths === undefined) continue
        const told = say({ who: `\`${role.id}\``, paths, account: account.id })
        add(`role ${role.id}`, told !== null && role.sensitive === true ? { ...told, severity: 'info' } : told)
      }
      const together = new Map<string, Paths>()
      for (const user of state.users) {
        if (user.groups.length < 2) continue
        const key = user.groups.join(' ')
        const all = together.get(key) ?? pathsOf(finder.ofUser(user))
        together.set(key, all)
        const alone = new Set(user.groups.flatMap((group) => [...(byGroup.get(group)?.keys() ?? [])]))
        const paths = new Map([...all].filter(([id]) => !alone.has(id)))
        const person = model.people.find((one) => one.userName === user.name)
        if (person === undefined) continue
        add(
          `person ${person.id}`,
          say({ who: `${person.name}, by several roles together,`, paths, account: account.id }),
        )
      }
    }
    return [...found.values()]
  },
}

/** Ids of paths, and whether each hangs on a resource or a condition. */
type Paths = ReadonlyMap<string, boolean>

function pathsOf(effective: EffectiveDocuments): Paths {
  return new Map(findEscalations(effective.documents).map(({ id, conditional }) => [id, conditional]))
}

function say(given: { who: string; paths: Paths; account: string }): Omit<RuleFinding, 'path'> | null {
  const open = [...given.paths].filter(([, conditional]) => !conditional).map(([id]) => id)
  const conditional = [...given.paths].filter(([, hangs]) => hangs).map(([id]) => id)
  if (open.length > 0) return { message: `${given.who} can escalate in \`${given.account}\` by ${some(open)}` }
  if (conditional.length === 0) return null
  const message = `${given.who} could escalate in \`${given.account}\` by ${some(conditional)}, if the resources named there are stronger`
  return {
    message,
    severity: 'info',
    hint: 'see that the roles that may be handed over, and what may be changed, hold no more than the role itself',
  }
}

function some(ids: readonly string[]): string {
  const first = ids.slice(0, 3).map((id) => `\`${id}\``)
  return ids.length > 3 ? `${first.join(', ')} and ${ids.length - 3} more` : first.join(', ')
}
