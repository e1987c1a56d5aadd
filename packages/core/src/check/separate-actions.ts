import { allowedActions } from '../account/allowed-actions.ts'
import { documentFinder } from '../account/documents.ts'
import { intersect, isEmptySet } from '../catalog/action-set.ts'
import { actionNames, actionsMatching } from '../policy/match/action-patterns.ts'
import type { Rule } from './rule.ts'

export const separateActions: Rule = {
  code: 'RW-SEPARATE',
  severity: 'error',
  title: 'a person who may do what a rule keeps apart',
  explanation:
    'Separation of duty over what a person may do by all roles together, whichever policies give it. What a condition or a resource narrows counts as allowed.',
  mend: 'narrow one of the policies, or take one of the roles away',
  find: ({ model, accounts }) =>
    accounts.flatMap(({ account, state }) => {
      const finder = documentFinder(state)
      return state.users.flatMap((user) => {
        const allowed = allowedActions(finder.ofUser(user).documents)
        return model.rules.flatMap((rule) => {
          if (rule.kind !== 'separate') return []
          const [some, others] = rule.actions.map((patterns) => intersect(allowed, actionsMatching(patterns)))
          if (some === undefined || others === undefined || isEmptySet(some) || isEmptySet(others)) return []
          const example = `\`${actionNames(some)[0]}\` and \`${actionNames(others)[0]}\``
          const person = model.people.find((one) => one.userName === user.name)
          return [
            {
              message: `${person?.name ?? user.name} may do both ${example} in \`${account.id}\``,
              path: `person ${person?.id ?? user.name}`,
              account: account.id,
            },
          ]
        })
      })
    }),
}
