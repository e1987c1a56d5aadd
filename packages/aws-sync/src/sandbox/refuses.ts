import { couldAllow, parsePolicy, type PolicyDocument } from '@rolewright/core'
import { asList } from './as-list.ts'
import { defaultDocument, documentsOf, documentsOfUser } from './effective-policies.ts'
import { findPolicy } from './lookup.ts'
import type { Account } from './state/account.ts'
import type { StoredRole, StoredUser } from './state/entities.ts'

/** Asks whether an account, as it is, would refuse an attempt of a user or role; ask one for many attempts. */
export type Refuses = (entity: StoredUser | StoredRole, attempt: { action: string; resource: string }) => boolean

/**
 * By identity policies and the permissions boundary alone: refused is what nothing allows whatever the conditions, or what something denies
 * without one.
 */
export function refusesIn(account: Account): Refuses {
  const known = new Map<string, readonly PolicyDocument[]>()
  return (entity, { action, resource }) => {
    const documents = known.get(entity.id) ?? rightsOf(account, entity)
    known.set(entity.id, documents)
    return !documents.every((document) =>
      couldAllow(document, { action, resource: resource === '*' ? null : resource }),
    )
  }
}

/** What has to allow together: all that is granted, as one document, and the boundary where there is one. */
function rightsOf(account: Account, entity: StoredUser | StoredRole): readonly PolicyDocument[] {
  const texts = 'groups' in entity ? documentsOfUser(account, entity) : documentsOf(account, entity)
  const granted = texts.flatMap((text) => asList(parsePolicy(text).Statement))
  const boundary =
    entity.permissionsBoundary === undefined ? undefined : findPolicy(account, entity.permissionsBoundary)
  return [
    { Version: '2012-10-17', Statement: granted },
    ...(boundary === undefined ? [] : [parsePolicy(defaultDocument(boundary))]),
  ]
}
