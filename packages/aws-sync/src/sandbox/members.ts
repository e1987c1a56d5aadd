import type { Account } from './state/account.ts'
import type { StoredGroup, StoredUser } from './state/entities.ts'
import { keyOf } from './state/table.ts'

/** The users in a group, sorted by name. */
export function membersOf(account: Account, group: string): StoredUser[] {
  const key = keyOf(group)
  return account.users.all().filter((user) => user.groups.some((name) => keyOf(name) === key))
}

/** The groups that a user is in, sorted by name. */
export function groupsOf(account: Account, user: StoredUser): StoredGroup[] {
  const groups = user.groups.flatMap((name) => account.groups.get(name) ?? [])
  return groups.toSorted((a, b) => (keyOf(a.name) < keyOf(b.name) ? -1 : 1))
}
