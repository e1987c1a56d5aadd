import {
  cloudHsmAdministrators,
  type CloudHsmAdministrator,
  type CloudHsmStatus,
  parseCloudHsmStatus,
  PolicyError,
} from '@rolewright/core'
import type { SiteAccount } from '../site-input.ts'
import type { ViewContext } from './context.ts'
import { entriesByAccount } from './entries-by-account.ts'
import { showDay, showMoment, type ShownDate } from './format-date.ts'
import type { Link } from './links.ts'

/** Who may administer CloudHSM, and what they lack for the commands. */
export interface CloudHsmAdministratorView {
  readonly kind: 'group' | 'user'
  readonly name: string
  /** The role or the person behind it. */
  readonly link: Link | null
  readonly full: boolean
  readonly may: readonly string[]
  readonly mayCreateRole: boolean
  readonly missing: readonly { readonly command: string; readonly actions: readonly string[] }[]
}

/** One cluster as it was last seen. */
export interface ClusterView {
  readonly id: string
  readonly region: string
  readonly state: string
  readonly hsmType: string
  readonly hsms: readonly { readonly id: string; readonly zone: string; readonly state: string }[]
  readonly readyBackups: number
  readonly newestBackup: ShownDate | null
  readonly keyStores: readonly string[]
}

/** CloudHSM in one account. */
export interface CloudHsmAccountView {
  readonly account: Link
  readonly id: string
  readonly administrators: readonly CloudHsmAdministratorView[]
  /** Why nobody can say who administers; empty where it is known. */
  readonly unjudged: string
  /** As it was last looked at; null where nobody has. */
  readonly latest: {
    readonly at: ShownDate
    readonly regions: readonly string[]
    readonly failures: readonly { readonly region: string; readonly message: string }[]
    readonly clusters: readonly ClusterView[]
    readonly role: {
      readonly arn: string
      readonly description: string
      readonly lastUsed: { readonly at: ShownDate; readonly region: string } | null
    } | null
  } | null
}

/** Each account of the model: who may administer CloudHSM there, and what its clusters were when somebody last looked. */
export function cloudHsmView(context: ViewContext): readonly CloudHsmAccountView[] {
  const { input, links } = context
  const statuses = entriesByAccount(context, 'cloudhsm', parseCloudHsmStatus)
  return input.model.accounts.map((account) => {
    const compiled = input.states.find((one) => one.account.id === account.id)
    const newest = statuses.get(account.id)?.at(-1)
    return {
      id: account.id,
      account: links.link('accounts', account.id, account.title ?? account.id),
      ...administratorsOf(compiled, context),
      latest: newest === undefined ? null : latestOf(newest.value, newest.at),
    }
  })
}

function administratorsOf(
  compiled: SiteAccount | undefined,
  context: ViewContext,
): Pick<CloudHsmAccountView, 'administrators' | 'unjudged'> {
  if (compiled === undefined) return { administrators: [], unjudged: '' }
  try {
    const found = cloudHsmAdministrators(compiled.state)
    return { administrators: found.map((one) => administratorView(one, compiled, context)), unjudged: '' }
  } catch (error) {
    // A policy that IAM would not take either can't be judged; the other pages are shown all the same.
    if (!(error instanceof PolicyError)) throw error
    return { administrators: [], unjudged: error.message }
  }
}

function administratorView(
  one: CloudHsmAdministrator,
  { sources }: SiteAccount,
  { input, links }: ViewContext,
): CloudHsmAdministratorView {
  const { kind, name, full, may, mayCreateRole, missing } = one
  const role = input.model.roles.find(({ id }) => kind === 'group' && id === sources?.groups[name])
  const person = input.model.people.find(({ userName }) => kind === 'user' && userName === name)
  return {
    kind,
    name,
    link:
      role !== undefined
        ? links.link('roles', role.id, role.title)
        : person === undefined
          ? null
          : links.link('people', person.id, person.name),
    full,
    may,
    mayCreateRole,
    missing: Object.entries(missing).flatMap(([command, actions]) =>
      actions.length === 0 ? [] : [{ command, actions }],
    ),
  }
}

function latestOf(
  { regions, failures, clusters, role }: CloudHsmStatus,
  at: string,
): NonNullable<CloudHsmAccountView['latest']> {
  return {
    at: showMoment(at),
    regions,
    failures: failures.map(({ region, message }) => ({ region, message })),
    clusters: clusters.map(({ id, region, state, hsmType, hsms, readyBackups, keyStores, newestBackup }) => ({
      id,
      region,
      state,
      hsmType,
      hsms,
      readyBackups,
      keyStores,
      newestBackup: newestBackup === null ? null : showDay(newestBackup),
    })),
    role:
      role === null
        ? null
        : {
            arn: role.arn,
            description: role.description,
            lastUsed: role.lastUsed === null ? null : { at: showDay(role.lastUsed.at), region: role.lastUsed.region },
          },
  }
}
