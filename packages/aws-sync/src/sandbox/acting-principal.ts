import { defaultDocument, documentsOf, documentsOfUser } from './effective-policies.ts'
import { findPolicy } from './lookup.ts'
import type { Caller } from './operation.ts'
import type { Account } from './state/account.ts'
import type { StoredRole, StoredUser, Tags } from './state/entities.ts'

/** A user or role that calls, with what decides its rights. */
export interface ActingPrincipal {
  readonly kind: 'role' | 'user'
  readonly id: string
  readonly name: string
  readonly tags: Tags
  /** Texts of its identity policies. */
  readonly documents: readonly string[]
  /** Text of its permissions boundary. */
  readonly boundary: string | undefined
  /** Texts of its session's policies. */
  readonly sessionPolicies: readonly string[]
}

/** The user or role behind a call; nothing for the root user, who may do everything. */
export function actingPrincipal(account: Account, caller: Caller): ActingPrincipal | undefined {
  if (caller.kind === 'root') return undefined
  const id = caller.kind === 'user' ? caller.id : caller.session.principal
  const { policies: sessionPolicies = [], tags = [] } = caller.kind === 'session' ? caller.session : {}
  const user = account.users.all().find((each) => each.id === id)
  if (user !== undefined) {
    const documents = documentsOfUser(account, user)
    return { kind: 'user', ...user, documents, boundary: boundaryOf(account, user), sessionPolicies }
  }
  const role = account.roles.all().find((each) => each.id === id)
  if (role === undefined) return undefined
  // A session's tag stands before its role's own of the same key.
  const names = new Set(tags.map(({ key }) => key.toLowerCase()))
  return {
    kind: 'role',
    ...role,
    tags: [...role.tags.filter(({ key }) => !names.has(key.toLowerCase())), ...tags],
    documents: documentsOf(account, role),
    boundary: boundaryOf(account, role),
    sessionPolicies,
  }
}

function boundaryOf(account: Account, { permissionsBoundary: arn }: StoredRole | StoredUser): string | undefined {
  const policy = arn === undefined ? undefined : findPolicy(account, arn)
  return policy && defaultDocument(policy)
}
