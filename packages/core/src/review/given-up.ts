import { asList } from '../policy/as-list.ts'
import type { Statement } from '../policy/document.ts'
import { droppedStatements } from './dropped-statements.ts'
import type { DocumentChange, Proposal, SplitTaskProposal, StatementProposal } from './proposal.ts'

/** Something that is lost when a proposal is carried out. */
export interface GivenUp {
  /** Allows what is lost. */
  readonly statement: Statement
  /** Ids of tasks of the same role that have to be dropped too, before it is lost. */
  readonly tasks?: readonly string[]
}

/**
 * What a proposal gives up, as statements that allow it and, as far as a statement can say it, nothing else: on the same resources and under
 * the same conditions, with actions that no catalogue knows. Empty for what changes no policy.
 *
 * @example
 * ```ts
 * const [lost] = givenUp(proposal) // of `NotAction: 'iam:*'` to `Action: 's3:*'`: NotAction: ['iam:*', 's3:*']
 * ```
 */
export function givenUp(proposal: Proposal): readonly GivenUp[] {
  switch (proposal.kind) {
    case 'narrow-resources': {
      const { Resource: _, ...rest } = plain(proposal.before)
      return [{ statement: { ...rest, NotResource: asList(proposal.after.Resource) } }]
    }
    case 'narrow-statement':
    case 'remove-statement':
    case 'split-task':
      return [{ statement: lostOf(proposal) }]
    case 'drop-task':
      return [
        ...dropped(proposal.documents).map((statement) => ({ statement })),
        ...(proposal.shared ?? []).flatMap(({ tasks, documents }) =>
          dropped(documents).map((statement) => ({ statement, tasks })),
        ),
      ]
    case 'split-role':
      return dropped(proposal.documents).map((statement) => ({ statement }))
    case 'grant-missing':
    case 'unused-key':
    case 'unused-password':
    case 'unused-person':
      return []
    default:
      return proposal satisfies never
  }
}

/**
 * What a decision about a proposal has to keep, for {@link agreedRemovals} to tell an agreed loss from a surprise: what is given up, and of whom.
 *
 * @example
 * ```ts
 * const data = { ...decision, ...agreedData(proposal) }
 * ```
 */
export function agreedData(proposal: Proposal): AgreedData {
  const lost = givenUp(proposal)
  return {
    ...('policyArn' in proposal ? { policy: proposal.policyArn } : {}),
    ...(proposal.kind === 'drop-task' || proposal.kind === 'split-task' ? { groups: proposal.groups } : {}),
    ...(proposal.kind === 'split-role' ? { users: proposal.moved } : {}),
    ...(proposal.kind === 'drop-task' ? { role: proposal.role, task: proposal.task } : {}),
    ...(lost.length === 0 ? {} : { givenUp: lost }),
  }
}

/** With `users` or `groups` they alone lose it, else whoever holds the policy. */
export interface AgreedData {
  readonly policy?: string
  readonly groups?: readonly string[]
  readonly users?: readonly string[]
  /** Of a dropped task. */
  readonly role?: string
  readonly task?: string
  readonly givenUp?: readonly GivenUp[]
}

function lostOf({ before, after }: StatementProposal | SplitTaskProposal): Statement {
  if (after === null) return plain(before)
  const { NotAction: excluded, Action: actions, ...rest } = plain(before)
  const left = asList(after.Action)
  if (excluded !== undefined) {
    if (after.NotAction === undefined) return { ...rest, NotAction: [...asList(excluded), ...left] }
    return { ...rest, Action: asList(after.NotAction).filter((pattern) => !asList(excluded).includes(pattern)) }
  }
  const gone = asList(actions).filter((pattern) => !left.includes(pattern))
  // A pattern that some of its actions take the place of is given up with all that AWS may add to it.
  return gone.includes('*') ? { ...rest, NotAction: left } : { ...rest, Action: gone }
}

function dropped(documents: readonly DocumentChange[]): readonly Statement[] {
  return documents.flatMap((change) => {
    const statements = asList(change.before?.Statement ?? [])
    return droppedStatements(change).flatMap((index) => {
      const statement = statements[index]
      return statement?.Effect === 'Allow' ? [plain(statement)] : []
    })
  })
}

/** Without its Sid, which stands once in a document. */
function plain(statement: Statement): Statement {
  const { Sid: _, ...rest } = statement
  return rest
}
