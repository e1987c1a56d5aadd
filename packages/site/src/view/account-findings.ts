import type { AccountDefinition } from '@rolewright/core'
import type { AccountMember } from './account-members.ts'
import { stateId, type ViewContext } from './context.ts'
import type { FoundThing, PlacesOf } from './finding-places.ts'
import { type FindingView, findingView } from './findings-view.ts'

/**
 * What the checks say of an account: what names it, and what is about a role, task, policy or person in it and holds wherever that is.
 * In the order of all findings.
 */
export function findingsOfAccount(
  account: AccountDefinition,
  { context, members, placesOf }: { context: ViewContext; members: readonly AccountMember[]; placesOf: PlacesOf },
): readonly FindingView[] {
  const { input } = context
  if (input.findings === undefined || input.findings.length === 0) return []
  const there = thingsIn(account, context, members)
  const isThere = ({ kind, id }: FoundThing): boolean => there.has(`${kind} ${id}`)
  return input.findings
    .filter((finding) =>
      finding.account === undefined ? placesOf(finding.path ?? '').some(isThere) : finding.account === account.id,
    )
    .map((finding) => findingView(finding, placesOf))
}

function thingsIn(
  account: AccountDefinition,
  { input }: ViewContext,
  members: readonly AccountMember[],
): ReadonlySet<string> {
  const roles = input.model.roles.filter(({ id }) => account.roles === undefined || account.roles.includes(id))
  const policies = input.states.find((one) => one.account.id === account.id)?.state.policies ?? []
  return new Set([
    ...roles.map(({ id }) => `role ${id}`),
    ...roles.flatMap((role) => role.tasks.map(({ id }) => `task ${id}`)),
    ...policies.map((policy) => `policy ${stateId(policy)}`),
    ...members.map(({ person }) => `person ${person.id}`),
  ])
}
