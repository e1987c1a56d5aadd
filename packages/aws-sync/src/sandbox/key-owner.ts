import { userNamedOrCalling } from './lookup.ts'
import type { Call } from './operation.ts'
import type { Account } from './state/account.ts'
import type { AccessKey } from './state/credentials.ts'
import type { RootUser } from './state/settings.ts'

/** Who has access keys: a user, or the root user, with how to replace them. */
export interface KeyOwner {
  readonly id: string
  /** As AWS's answers call it; the root user has no name there. */
  readonly name: string | undefined
  readonly accessKeys: readonly AccessKey[]
  readonly replace: (keys: readonly AccessKey[]) => void
}

/** What the root user has, before anybody gave it anything. */
export const rootUserOf = (account: Account): RootUser =>
  account.settings.get().root ?? { accessKeys: [], mfaDevices: [] }

/** Whose keys a request is about: without a name those of whoever calls, the root user included. */
export function keyOwner(account: Account, name: string | undefined, call: Call): KeyOwner {
  if (name === undefined && call.caller.kind === 'root') return rootKeys(account)
  const { id } = userNamedOrCalling(account, name, call)
  return userKeys(account, id) ?? rootKeys(account)
}

export function rootKeys(account: Account): KeyOwner {
  const settings = account.settings.get()
  const root = rootUserOf(account)
  const replace = (accessKeys: readonly AccessKey[]): void =>
    account.settings.set({ ...settings, root: { ...root, accessKeys } })
  return { id: settings.accountId, name: undefined, accessKeys: root.accessKeys, replace }
}

export function userKeys(account: Account, id: string): KeyOwner | undefined {
  const user = account.users.all().find((each) => each.id === id)
  return user && { ...user, replace: (accessKeys) => account.users.put({ ...user, accessKeys }) }
}
