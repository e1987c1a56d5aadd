import type { PolicyState } from '../account/account-state.ts'
import { defaultDocument } from '../account/documents.ts'
import { asList } from '../policy/as-list.ts'
import type { ActionEvidence } from '../policy/narrow/narrow-actions.ts'
import { narrowStatement } from '../policy/narrow/narrow-policy.ts'
import type { UsageEvidence } from '../policy/narrow/usage-evidence.ts'
import { withUser } from './evidence-of.ts'
import type { Ground } from './ground.ts'
import { isHeld } from './held-decisions.ts'
import { heldOfPolicy } from './held-of-policy.ts'
import { fitsPolicy, isProvedNarrower, narrowByRows } from './narrow-by-rows.ts'
import type { SplitTaskProposal } from './proposal.ts'
import { proposalId, statementTarget } from './proposal-id.ts'
import { holdersOf } from './reviewed-policies.ts'
import type { UseRows } from './use-rows.ts'

/**
 * What one role uses of a policy that it shares with another, which doesn't: the other could have a policy of its own without it. What
 * nobody uses is not named here: the policy is narrowed for all of them.
 */
export function proposeSplitTasks(
  policy: PolicyState,
  rows: UseRows,
  ground: Ground,
  isOld: (statementIndex: number, group?: string) => boolean,
): readonly SplitTaskProposal[] {
  const { state } = ground
  const document = defaultDocument(policy)
  const groups = holdersOf(state, policy.arn)
  if (document === undefined || groups.length < 2) return []
  const statements = asList(document.Statement)
  return statements.flatMap((before, statementIndex): SplitTaskProposal[] => {
    const forAll = new Set(
      (narrowByRows(document, statementIndex, rows, ground)?.removed ?? []).map(({ what }) => what),
    )
    const unusedBy = new Map<string, { readonly groups: string[]; readonly parts: readonly ActionEvidence[] }>()
    for (const group of groups) {
      const own = isOld(statementIndex, group) ? rowsOfGroup(group, ground) : undefined
      if (own === undefined) continue
      const parts = (narrowByRows(document, statementIndex, own, ground)?.removed ?? []).filter(
        ({ what }) => !forAll.has(what) && !forAll.has(what.split(':')[0] ?? ''),
      )
      if (parts.length === 0) continue
      const key = parts.map(({ what }) => what).join()
      const same = unusedBy.get(key)
      if (same === undefined) unusedBy.set(key, { groups: [group], parts })
      else same.groups.push(group)
    }
    return [...unusedBy.values()].flatMap(({ groups: losing, parts }): SplitTaskProposal[] => {
      const usedBy = groups.filter((group) => !losing.includes(group) && usesSome(parts, group, ground))
      if (usedBy.length === 0) return []
      const narrowed = narrowStatement(document, statementIndex, asEvidence(parts), ground)
      if (narrowed.removed.length === 0 || !isProvedNarrower(narrowed) || !fitsPolicy(narrowed.document)) return []
      const { after } = narrowed
      const target = statementTarget({
        policyArn: policy.arn,
        before,
        after,
        earlier: statements.slice(0, statementIndex),
      })
      const id = proposalId({ accountId: state.accountId, kind: 'split-task', ...target, groups: losing })
      const isKept = narrowed.removed.some(({ what }) => isHeld(what, heldOfPolicy(policy.arn, ground)))
      if (isKept && !ground.held.proposals.has(id)) return []
      const own = rowsOfGroup(losing[0] ?? '', ground) ?? rows
      return [
        {
          id,
          kind: 'split-task',
          policyArn: policy.arn,
          policyName: policy.name,
          statementIndex,
          before,
          after,
          tasks: tasksOfStatement(policy.arn, statementIndex, ground),
          usedBy,
          proof: 'narrower',
          ...ground.complete({
            statementIndex,
            groups: losing,
            removed: narrowed.removed.map((part) => withUser(part, own)),
            kept: (narrowByRows(document, statementIndex, own, ground)?.kept ?? []).map((part) => ({
              ...withUser(part, own),
              because: part.because,
            })),
            evidence: [...losing, ...usedBy].flatMap((group) => rowsOfGroup(group, ground)?.evidence.slice(0, 1) ?? []),
            documents: [
              {
                policyArn: policy.arn,
                policyName: policy.name,
                groups: losing,
                before: document,
                after: narrowed.document,
              },
            ],
          }),
        },
      ]
    })
  })
}

/** Only these parts, as unused: everything else is not named and stays. */
export function asEvidence(parts: readonly ActionEvidence[]): UsageEvidence {
  const services = parts.filter(({ what }) => !what.includes(':'))
  const actions = parts.filter(({ what }) => what.includes(':'))
  return {
    services: Object.fromEntries(services.map(({ what, lastUsed }) => [what, lastUsed])),
    actions: Object.fromEntries(actions.map(({ what, lastUsed }) => [what, lastUsed])),
  }
}

function rowsOfGroup(name: string, ground: Ground): UseRows | undefined {
  const group = ground.state.groups.find((one) => one.name === name)
  return group === undefined ? undefined : ground.rowsOf(group.arn)
}

/** Whether a group's members used any of these services or actions in the window. */
function usesSome(parts: readonly ActionEvidence[], group: string, ground: Ground): boolean {
  const rows = rowsOfGroup(group, ground)
  return parts.some(({ what }) => {
    const row = rows?.services.get(what) ?? rows?.actions.get(what.toLowerCase())
    return row?.lastUsed !== undefined && row.lastUsed !== null && Date.parse(row.lastUsed) >= ground.from
  })
}

function tasksOfStatement(policyArn: string, statement: number, ground: Ground): readonly string[] {
  const source = ground.model?.sources.statements.find(
    (one) => one.policyArn === policyArn && one.statement === statement,
  )
  return source?.tasks ?? []
}
