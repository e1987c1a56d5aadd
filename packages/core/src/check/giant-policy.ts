import { findAction } from '../catalog/catalog.ts'
import { expandActions } from '../policy/match/expand-actions.ts'
import type { Rule } from './rule.ts'
import { statementsOf } from './statements-of.ts'

/** A task seldom changes things in more services than this. */
const services = 5

export const giantPolicy: Rule = {
  code: 'RW-GIANT-POLICY',
  severity: 'warning',
  title: 'one policy for many services',
  explanation:
    'Granular policies can be reused, read and narrowed; a giant one hides what it is for. Reading across services does not count.',
  mend: 'split it into one policy for each task and service',
  find: ({ model }) => {
    const found = new Map<string, Set<string>>()
    for (const { statement, path } of statementsOf(model)) {
      if (statement.effect !== 'Allow') continue
      const policy = path.slice(0, path.lastIndexOf(' > '))
      const touched = found.get(policy) ?? new Set<string>()
      found.set(policy, touched)
      if (statement.actions === undefined) touched.add('*')
      for (const action of expandActions(statement.actions ?? [])) {
        const level = findAction(action)?.level
        if (level !== 'Read' && level !== 'List') touched.add(action.split(':')[0] ?? '')
      }
    }
    return [...found]
      .filter(([, touched]) => touched.has('*') || touched.size > services)
      .map(([path, touched]) => ({
        message: touched.has('*')
          ? 'allows all but what `notActions` names'
          : `changes things in ${touched.size} services`,
        path,
      }))
  },
}
