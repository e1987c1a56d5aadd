import { defaultDocument } from '../../account/documents.ts'
import { isAwsManaged } from '../../account/is-aws-managed.ts'
import { findAction } from '../../catalog/catalog.ts'
import { asList } from '../../policy/as-list.ts'
import type { Statement } from '../../policy/document.ts'
import { expandActions } from '../../policy/match/expand-actions.ts'
import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'

/** A task seldom changes things in more services than this. */
const SERVICES = 5

export const granularPolicies: BaselineCheck = {
  id: 'granular-policies',
  code: 'RW-BASE-GRANULAR',
  severity: 'warning',
  title: 'policies are granular',
  explanation: `Several small policies can be reused, read and narrowed. Told is what changes things in more than ${SERVICES} services; reading does not count, nor do AWS’s own.`,
  source: { document: BEST_PRACTICES, section: 'Make policies granular' },
  unseen: 'Whether a policy fits a task.',
  mend: {
    by: 'person',
    steps: [
      'See what is used: `rolewright review` proposes what to take away.',
      'Write one policy for each task and service in the model, and attach these instead.',
    ],
  },
  judge: ({ state }) =>
    verdictOf(
      state.policies
        .filter(({ arn }) => !isAwsManaged(arn))
        .flatMap((policy): FoundFact[] => {
          const document = defaultDocument(policy)
          const touched = document === undefined ? new Set<string>() : changedServices(asList(document.Statement))
          if (touched !== 'all' && touched.size <= SERVICES) return []
          const how = touched === 'all' ? 'allows all but what it names' : `changes things in ${touched.size} services`
          return [{ message: `the policy \`${policy.name}\` ${how}`, path: `policy ${policy.name}` }]
        }),
      `No policy of the company changes things in more than ${SERVICES} services.`,
    ),
}

function changedServices(statements: readonly Statement[]): ReadonlySet<string> | 'all' {
  const allows = statements.filter(({ Effect }) => Effect === 'Allow')
  if (allows.some(({ NotAction }) => NotAction !== undefined)) return 'all'
  const actions = expandActions(allows.flatMap(({ Action }) => asList(Action)))
  return new Set(
    actions.flatMap((action) => {
      const level = findAction(action)?.level
      return level === 'Read' || level === 'List' ? [] : [action.slice(0, action.indexOf(':'))]
    }),
  )
}
