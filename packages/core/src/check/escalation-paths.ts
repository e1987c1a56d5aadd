import { documentFinder, type EffectiveDocuments } from '../account/documents.ts'
import { findEscalations } from '../policy/escalation/find-escalations.ts'
import type { Rule, RuleFinding } from './rule.ts'

export const escalationPaths: Rule = {
  code: 'RW-ESCALATION',
  severity: 'warning',
  title: 'a role, or a person by all roles together, that can come to more than was granted',
  explanation:
    'Some permissions lead to others: who may rewrite an attached policy has every permission. A role marked `sensitive` is meant to be powerful and is told as information.',
  mend: 'narrow the statements named, deny the step, or mark the role `sensitive` if that power is meant',
  find: ({ model, accounts }) => {
    const found = new Map<string, RuleFinding>()
    for (const { account, state, sources } of accounts) {
      const finder = documentFinder(state)
      const byGroup = new Map(state.groups.map((group) => [group.name, new Set(pathsOf(finder.ofGroup(group)))]))
      for (const group of state.groups) {
        const role = model.roles.find((one) => one.id === sources.groups[group.name])
        const paths = [...(byGroup.get(group.name) ?? [])]
        if (role === undefined || paths.length === 0) continue
        const path = `role ${role.id}`
        const severity = role.sensitive === true ? 'info' : 'warning'
        found.set(path, found.get(path) ?? { ...say(`\`${role.id}\``, paths, account.id), path, severity })
      }
      for (const user of state.users) {
        if (user.groups.length < 2) continue
        const alone = new Set(user.groups.flatMap((group) => [...(byGroup.get(group) ?? [])]))
        const together = pathsOf(finder.ofUser(user)).filter((id) => !alone.has(id))
        const person = model.people.find((one) => one.userName === user.name)
        if (person === undefined || together.length === 0) continue
        const path = `person ${person.id}`
        const { message } = say(`${person.name}, by several roles together,`, together, account.id)
        found.set(path, found.get(path) ?? { message, path })
      }
    }
    return [...found.values()]
  },
}

function pathsOf(effective: EffectiveDocuments): readonly string[] {
  return findEscalations(effective.documents).map((escalation) => escalation.id)
}

function say(who: string, paths: readonly string[], account: string): { readonly message: string } {
  const some = paths.slice(0, 3).map((id) => `\`${id}\``)
  const more = paths.length > 3 ? ` and ${paths.length - 3} more` : ''
  return { message: `${who} can escalate in \`${account}\` by ${some.join(', ')}${more}` }
}
