import { lockPath, policyNameOf, sha256Hex } from '@rolewright/core'

/**
 * The policy that is the lock, by where it lies: its name is one for each owned path, so that IAM lets it exist once, and its path
 * holds who took it, so that whoever deletes it by its ARN deletes that taking and no later one.
 */
export interface LockPlace {
  readonly name: string
  readonly path: string
  /** A ULID: the taking. */
  readonly token: string
  readonly owner: string
}

const PREFIX = 'RolewrightLock-'
const PLACE = /\/lock\/([0-7][0-9A-HJKMNP-TV-Z]{25})\/([\w.-]+)\/$/

/** The name of the lock of an owned path: IAM knows names once, whatever their path. */
export function lockName(ownedPath: string): string {
  return `${PREFIX}${sha256Hex(ownedPath).slice(0, 16)}`
}

/** Where a taking of the lock lies. */
export function lockPlace(ownedPath: string, token: string, owner: string): LockPlace {
  return { name: lockName(ownedPath), path: `${lockPath(ownedPath)}${token}/${owner}/`, token, owner }
}

/** The lock that an ARN and a path belong to; undefined for every other policy. */
export function lockPlaceOf(policy: { readonly Arn: string; readonly Path: string }): LockPlace | undefined {
  const name = policyNameOf(policy.Arn)
  const [, token, owner] = PLACE.exec(policy.Path) ?? []
  if (!name.startsWith(PREFIX) || token === undefined || owner === undefined) return undefined
  return { name, path: policy.Path, token, owner }
}
