import { sameDocument } from '../policy/print/same-document.ts'
import type { PolicyDocument } from '../policy/document.ts'
import { defaultDocument } from '../account/documents.ts'
import type { AccountState, GroupState, InlinePolicy } from '../account/account-state.ts'
import { quotas } from '../account/quotas.ts'
import type { AccountFacts, PasswordPolicy } from './account-facts.ts'
import { ADMINISTRATORS_GROUP, administratorGroups, IAM_FULL_ACCESS } from './checks/administrators.ts'
import { strengthenedPasswordPolicy } from './password-policy.ts'

/** One call that a mend makes, as data. */
export type MendCall =
  | { readonly kind: 'create-alias'; readonly alias: string }
  | { readonly kind: 'set-password-policy'; readonly before: PasswordPolicy | null; readonly after: PasswordPolicy }
  | { readonly kind: 'create-group'; readonly group: string }
  | { readonly kind: 'attach-policy'; readonly group: string; readonly policyArn: string }
  | { readonly kind: 'create-policy'; readonly policy: string; readonly document: PolicyDocument }
  | { readonly kind: 'delete-inline-policy'; readonly group: string; readonly policy: string }

/** What mending a check comes to: the calls that are safe, and what is left for a person, with why. */
export interface MendPlan {
  readonly check: string
  readonly calls: readonly MendCall[]
  readonly left: readonly { readonly subject: string; readonly why: string }[]
}

/** What only whoever mends can say. */
export interface MendOptions {
  /** For `account-alias`. */
  readonly alias?: string
  /** Where the model's own groups and policies lie, and which it has adopted elsewhere: what is in them is brought about by `apply`. */
  readonly owned?: Pick<NonNullable<AccountState['ownership']>, 'path' | 'adopted'>
}

/** The checks that can be mended by calls. */
export const mendableChecks = ['account-alias', 'password-policy', 'administrators-group', 'inline-policies'] as const

/**
 * Plans the mend of a check: nothing it does takes a right from anybody or gives one to anybody who is there, and running it again
 * plans only what is still to do. A check that only a person can mend gives no calls.
 *
 * @example
 * ```ts
 * mendPlan('password-policy', facts).calls
 * ```
 */
export function mendPlan(check: string, facts: AccountFacts, options: MendOptions = {}): MendPlan {
  switch (check) {
    case 'account-alias':
      return { check, ...aliasPlan(facts, options) }
    case 'password-policy':
      return { check, ...passwordPolicyPlan(facts) }
    case 'administrators-group':
      return { check, ...administratorsPlan(facts) }
    case 'inline-policies':
      return { check, ...inlinePlan(facts, options) }
    default:
      return { check, calls: [], left: [] }
  }
}

type Planned = Omit<MendPlan, 'check'>

function aliasPlan({ alias: there, accountId }: AccountFacts, { alias }: MendOptions): Planned {
  if (there !== null) return { calls: [], left: [] }
  if (alias !== undefined) return { calls: [{ kind: 'create-alias', alias }], left: [] }
  return {
    calls: [],
    left: [{ subject: `account ${accountId}`, why: 'nothing says which alias: name one with `--alias`' }],
  }
}

function passwordPolicyPlan({ passwordPolicy: before, accountId }: AccountFacts): Planned {
  const after = strengthenedPasswordPolicy(before)
  const same = before !== null && Object.entries(after).every(([key, value]) => Reflect.get(before, key) === value)
  const left =
    before?.hardExpiry === true && (before.maxAge ?? Infinity) > 90
      ? [
          {
            subject: `account ${accountId}`,
            why: 'passwords expire for good (hard expiry), so that a shorter age could lock people out at once: announce it, then set it by hand',
          },
        ]
      : []
  return { calls: same ? [] : [{ kind: 'set-password-policy', before, after }], left }
}

function administratorsPlan(facts: AccountFacts): Planned {
  if (administratorGroups(facts).length > 0) return { calls: [], left: [] }
  const there = facts.state.groups.find(({ name }) => name.toLowerCase() === ADMINISTRATORS_GROUP.toLowerCase())
  const group = there?.name ?? ADMINISTRATORS_GROUP
  const attach: MendCall = { kind: 'attach-policy', group, policyArn: IAM_FULL_ACCESS }
  if (there === undefined) return { calls: [{ kind: 'create-group', group }, attach], left: [] }
  const members = facts.state.users.filter((user) => user.groups.includes(there.name))
  if (members.length === 0) return { calls: [attach], left: [] }
  const why = `it has ${members.length} member${members.length === 1 ? '' : 's'} already, who would become IAM administrators: attach IAMFullAccess to it by hand if that is meant`
  return { calls: [], left: [{ subject: `group ${there.name}`, why }] }
}

function inlinePlan({ state }: AccountFacts, { owned }: MendOptions): Planned {
  const taken = new Map(state.policies.map((policy) => [policy.name.toLowerCase(), policy]))
  const calls: MendCall[] = []
  const left: { subject: string; why: string }[] = []
  for (const group of state.groups) {
    const room = quotas.policiesPerGroup - group.attachedPolicies.length
    let used = 0
    for (const inline of group.inlinePolicies) {
      const subject = `policy ${inline.name} of group ${group.name}`
      if (isOwned(group, owned)) {
        left.push({ subject, why: 'the group is the model’s: `rolewright apply` brings it about' })
        continue
      }
      const place = placeFor({ group, inline, taken, accountId: state.accountId, owned })
      if (place === undefined) {
        left.push({ subject, why: 'other policies have its name already' })
        continue
      }
      const attached = group.attachedPolicies.includes(place.arn)
      if (!attached && used >= room) {
        left.push({ subject, why: `the group has ${quotas.policiesPerGroup} managed policies already` })
        continue
      }
      if (!attached) used++
      if (!place.exists) calls.push({ kind: 'create-policy', policy: place.name, document: inline.document })
      taken.set(place.name.toLowerCase(), {
        ...place,
        defaultVersionId: 'v1',
        path: '/',
        versions: [{ versionId: 'v1', document: inline.document }],
      })
      if (!attached) calls.push({ kind: 'attach-policy', group: group.name, policyArn: place.arn })
      calls.push({ kind: 'delete-inline-policy', group: group.name, policy: inline.name })
    }
  }
  for (const user of state.users) {
    for (const { name } of user.inlinePolicies)
      left.push({
        subject: `policy ${name} of user ${user.name}`,
        why: 'a person decides which business role needs it',
      })
  }
  return { calls, left }
}

function isOwned({ arn, path }: { readonly arn: string; readonly path: string }, owned: MendOptions['owned']): boolean {
  return owned !== undefined && (path.startsWith(owned.path) || owned.adopted?.includes(arn) === true)
}

const NAME = 128

/** The managed policy for an inline one: one of its name and document that is there, else a free name. */
function placeFor(given: {
  readonly group: GroupState
  readonly inline: InlinePolicy
  readonly taken: ReadonlyMap<string, AccountFacts['state']['policies'][number]>
  readonly accountId: string
  readonly owned: MendOptions['owned']
}): { readonly name: string; readonly arn: string; readonly exists: boolean } | undefined {
  const { group, inline, taken, accountId, owned } = given
  for (const name of [inline.name, `${group.name}-${inline.name}`.slice(0, NAME)]) {
    const there = taken.get(name.toLowerCase())
    if (there === undefined) return { name, arn: `arn:aws:iam::${accountId}:policy/${name}`, exists: false }
    // The model's own policies change with the model: nobody else should hang on them.
    if (isOwned(there, owned)) continue
    const document = defaultDocument(there)
    if (document !== undefined && sameDocument(document, inline.document))
      return { name: there.name, arn: there.arn, exists: true }
  }
  return undefined
}
