import { isAwsManaged } from '@rolewright/core'
import { stateId, type ViewContext } from './context.ts'
import type { Link } from './links.ts'
import { policyLink } from './role-view.ts'

/** The page of one account. */
export interface AccountView {
  readonly id: string
  readonly slug: string
  readonly title: string
  readonly accountId: string
  readonly href: string
  /** Path of owned groups and policies. */
  readonly path: string
  readonly parameters: readonly { readonly name: string; readonly value: string }[]
  readonly groups: readonly {
    readonly role: Link | null
    readonly name: string
    readonly policies: number
    readonly members: number
  }[]
  readonly policies: readonly (Link & { readonly kind: 'own' | 'aws'; readonly version: string })[]
  readonly users: number
}

// Values under such names may be credentials; a role needs bucket names and subnets, never these.
const SECRET_NAME = /secret|password|token|credential|private|key$/i

/** The pages of all accounts, in the model's order. */
export function accountViews(context: ViewContext): readonly AccountView[] {
  const { input, links } = context
  const roles = new Map(input.model.roles.map((role) => [role.id, role]))
  return input.model.accounts.map((account) => {
    const compiled = input.states.find((one) => one.account.id === account.id)
    const state = compiled?.state
    return {
      id: account.id,
      slug: links.slug('accounts', account.id),
      title: account.title ?? account.id,
      accountId: account.accountId,
      href: links.to('accounts', account.id) ?? '',
      path: state?.ownership?.path ?? '',
      parameters: Object.entries(account.parameters).map(([name, value]) => ({
        name,
        value: SECRET_NAME.test(name) ? 'not shown' : typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
      })),
      groups: (state?.groups ?? []).map((group) => {
        const role = roles.get(compiled?.sources?.groups[group.name] ?? '')
        return {
          role: role === undefined ? null : links.link('roles', role.id, role.title),
          name: group.name,
          policies: group.attachedPolicies.length + group.inlinePolicies.length,
          members: (state?.users ?? []).filter((user) => user.groups.includes(group.name)).length,
        }
      }),
      policies: (state?.policies ?? []).map((policy) => ({
        ...policyLink(stateId(policy), context),
        kind: isAwsManaged(policy.arn) ? ('aws' as const) : ('own' as const),
        version: policy.defaultVersionId,
      })),
      users: state?.users.length ?? 0,
    }
  })
}
