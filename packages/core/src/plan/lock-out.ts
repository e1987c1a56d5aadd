import type { AccountState, RoleState, UserState } from '../account/account-state.ts'
import { type DocumentFinder, documentFinder } from '../account/documents.ts'
import { comparePolicies } from '../policy/compare/compare-policies.ts'
import type { Conditions, PolicyDocument, Statement } from '../policy/document.ts'
import type { Request } from '../policy/request.ts'
import { applyToState } from './apply-to-state.ts'
import type { BrokenGuard } from './guards.ts'
import type { Change, Plan } from './plan.ts'

/** Who applies, and what is known of how they call. */
export interface ActingCaller {
  /** As STS gives it. */
  readonly arn: string
  readonly userId: string
  /** Whether the calls are made with MFA; undefined where nothing tells. */
  readonly mfa: boolean | undefined
  readonly now: Date
}

/**
 * Whether a plan takes from its caller what managing the account needs: reading it, and changing the groups and policies that the plan
 * touches. Undefined when it is proved not to.
 *
 * The caller's policies and boundary before and after the plan are compared over every context that the caller may be in: what is known
 * (who, when, with or without MFA) is held fixed, and all else, such as the address that calls come from, may be anything. What can't be
 * decided counts as lost. A caller whose policies the account does not show, such as the root user, can't lose them here.
 */
export function lockOut(plan: Plan, actual: AccountState, caller: ActingCaller): BrokenGuard | undefined {
  const next = applyToState(actual, plan.changes)
  const before = holderOf(actual, caller.arn)
  const after = holderOf(next, caller.arn)
  if (before === undefined || after === undefined) return undefined
  const [was, is] = [heldBy(documentFinder(actual), before), heldBy(documentFinder(next), after)]
  const unread =
    is.unknown.find((arn) => !was.unknown.includes(arn)) ?? was.unknown.find((arn) => !is.unknown.includes(arn))
  if (unread !== undefined) return guard(caller, `might lose what you need: the document of \`${unread}\` is not known`)
  for (const scope of neededCalls(plan, next)) {
    const limits = [...outside(scope), ...otherContexts(caller, before.entity.arn)]
    for (const [index, old] of was.layers.entries()) {
      const { lost, undecided = [] } = comparePolicies(
        [...old, limitsOf(limits)],
        [...(is.layers[index] ?? []), limitsOf(limits)],
      )
      const [request] = lost
      if (request !== undefined) return guard(caller, `could no longer ${inWords(request)}`)
      if (undecided.some(({ direction }) => direction === 'lost')) {
        return guard(caller, `might no longer \`${scope.actions.join('`, `')}\`, which can't be decided`)
      }
    }
  }
  return undefined
}

function guard(caller: ActingCaller, what: string): BrokenGuard {
  return {
    code: 'lock-out',
    message: `after this plan, you (\`${caller.arn}\`) ${what}`,
    hint: 'keep your own access in the model, or let somebody else apply it; if it is meant, give `--allow-lock-out`',
    override: '--allow-lock-out',
  }
}

function inWords({ action, resource, context = {} }: Request): string {
  const under = Object.entries(context).filter(([key]) => !known.has(key.toLowerCase()))
  const when =
    under.length === 0 ? '' : ` with ${under.map(([key, value]) => `\`${key}\` ${JSON.stringify(value)}`).join(', ')}`
  return `\`${action}\` on \`${resource}\`${when}`
}

const known = new Set(['aws:currenttime', 'aws:principalarn', 'aws:userid', 'aws:username', 'aws:principalaccount'])

type Holder =
  | { readonly kind: 'user'; readonly entity: UserState }
  | { readonly kind: 'role'; readonly entity: RoleState }

function holderOf(state: AccountState, arn: string): Holder | undefined {
  const user = state.users.find((one) => one.arn === arn)
  if (user !== undefined) return { kind: 'user', entity: user }
  const roleName = /:assumed-role\/([^/]+)\//.exec(arn)?.[1]
  const role = state.roles.find(({ name }) => name === roleName)
  return role === undefined ? undefined : { kind: 'role', entity: role }
}

interface Held {
  /** Identity policies, then the boundary: what either of them takes away is lost. */
  readonly layers: readonly (readonly PolicyDocument[])[]
  /** ARNs of policies whose documents are not at hand. */
  readonly unknown: readonly string[]
}

function heldBy(finder: DocumentFinder, holder: Holder): Held {
  const { documents, unknown } = holder.kind === 'user' ? finder.ofUser(holder.entity) : finder.ofGroup(holder.entity)
  const { permissionsBoundary: arn } = holder.entity
  const boundary = arn === undefined ? undefined : finder.ofPolicy(arn)
  return { layers: [documents, boundary === undefined ? [] : [boundary]], unknown }
}

interface Needed {
  readonly actions: readonly string[]
  readonly resources: readonly string[]
}

function neededCalls(plan: Plan, after: AccountState): readonly Needed[] {
  const groups = new Set(plan.changes.flatMap(groupOf))
  const policies = new Set(plan.changes.flatMap(policyOf))
  const all: readonly Needed[] = [
    { actions: ['iam:GetAccountAuthorizationDetails'], resources: ['*'] },
    {
      actions: ['iam:CreatePolicyVersion', 'iam:DeletePolicyVersion', 'iam:SetDefaultPolicyVersion'],
      resources: after.policies.filter(({ arn }) => policies.has(arn)).map(({ arn }) => arn),
    },
    {
      actions: ['iam:AddUserToGroup', 'iam:AttachGroupPolicy', 'iam:DetachGroupPolicy', 'iam:RemoveUserFromGroup'],
      resources: after.groups.filter(({ name }) => groups.has(name)).map(({ arn }) => arn),
    },
  ]
  return all.filter(({ resources }) => resources.length > 0)
}

function groupOf(change: Change): readonly string[] {
  const value = change.after ?? change.before
  if ('group' in value) return [value.group]
  return change.kind === 'create-group' ? [change.after.name] : []
}

function policyOf(change: Change): readonly string[] {
  const value = change.after ?? change.before
  return 'versions' in value ? [value.arn] : []
}

function limitsOf(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements }
}

/** Takes all other calls out of a comparison. */
function outside({ actions, resources }: Needed): readonly Statement[] {
  return [
    { Effect: 'Deny', NotAction: actions, Resource: '*' },
    // `GetAccountAuthorizationDetails` has no resource: a policy that names one never allows it, so `*` leaves nothing out.
    ...(resources.includes('*') ? [] : [{ Effect: 'Deny', Action: '*', NotResource: resources } as const]),
  ]
}

const HOUR = 3_600_000

/**
 * Takes the contexts out of a comparison that the caller is not in: another principal, another time, MFA where there is none. An assumed
 * role stands as the role itself in `aws:PrincipalArn`.
 */
function otherContexts({ userId, mfa, now }: ActingCaller, principalArn: string): readonly Statement[] {
  const user = /:user\/(?:.*\/)?([^/]+)$/.exec(principalArn)?.[1]
  const conditions: readonly Conditions[] = [
    { StringNotEquals: { 'aws:PrincipalArn': principalArn } },
    { StringNotEquals: { 'aws:userid': userId } },
    ...(user === undefined ? [] : [{ StringNotEquals: { 'aws:username': user } }]),
    { DateLessThan: { 'aws:CurrentTime': now.toISOString() } },
    { DateGreaterThan: { 'aws:CurrentTime': new Date(now.getTime() + HOUR).toISOString() } },
    { Null: { 'aws:CurrentTime': 'true' } },
    ...(mfa === undefined
      ? []
      : [
          mfa
            ? { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } }
            : { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
        ]),
  ]
  return conditions.map((Condition) => ({ Effect: 'Deny', Action: '*', Resource: '*', Condition }))
}
