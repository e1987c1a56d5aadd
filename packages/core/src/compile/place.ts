import type { AccountDefinition } from '../define/definitions.ts'
import { type Standing, standingIn } from '../model/standing.ts'

/** Where the groups and policies of one account lie: under the owned path, or where the account says that they stand. */
export interface Place {
  readonly path: string
  readonly accountId: string
  readonly partition: string
  /** By kind and name: `group Developers`. */
  readonly standing: ReadonlyMap<string, Standing>
}

/** Path and ARN of one group or policy. */
export type Lying = Pick<Standing, 'path' | 'arn'>

/** The places of an account whose owned path this is. */
export function placeOf(path: string, account: AccountDefinition): Place {
  const standing = new Map(standingIn(account).map((one) => [`${one.kind} ${one.name}`, one]))
  return { path, accountId: account.accountId, partition: account.partition ?? 'aws', standing }
}

/** Where a policy lies: one that stands outside the path stays there, foreign or adopted, since IAM can't move a policy. */
export function policyPlace(name: string, place: Place): Lying {
  return place.standing.get(`policy ${name}`) ?? underPath('policy', name, place)
}

/** Where a group lies: a foreign one where it stands, an adopted one under the path, since it is moved there. */
export function groupPlace(name: string, place: Place): Lying {
  const standing = place.standing.get(`group ${name}`)
  return standing?.is === 'foreign' ? standing : underPath('group', name, place)
}

/** Whether a policy stands outside the path, so that it is one policy whatever its size. */
export function isStandingPolicy(name: string, place: Place): boolean {
  return place.standing.has(`policy ${name}`)
}

/** Whether a group is only compared. */
export function isForeignGroup(name: string, place: Place): boolean {
  return place.standing.get(`group ${name}`)?.is === 'foreign'
}

function underPath(kind: Standing['kind'], name: string, { path, accountId, partition }: Place): Lying {
  return { path, arn: `arn:${partition}:iam::${accountId}:${kind}${path}${name}` }
}
