import {
  isAwsManaged,
  policyNameOf,
  type AccountState,
  type InlinePolicy,
  type PolicyState,
  type PolicyVersion,
  RolewrightError,
} from '@rolewright/core'
import type { AuthorizationDetails, RawInlinePolicy, RawPolicy } from './authorization-details.ts'
import { lockPlaceOf } from './lock-place.ts'
import { type DocumentOptions, type DocumentReader, readDocument } from './read-document.ts'

/**
 * The account state that all pages of GetAccountAuthorizationDetails hold. Throws code `partial-read` when something is named
 * that isn't there: a group of a user, a customer policy that is attached, a default version.
 */
export function stateFromDetails(
  all: AuthorizationDetails,
  accountId: string,
  options: DocumentOptions = {},
): AccountState {
  const read: DocumentReader = (raw, place) => readDocument(raw, place, options)
  const inline = inlineReader(read)
  const details = { ...all, Policies: withoutLock(all) }
  const state: AccountState = {
    accountId,
    groups: details.GroupDetailList.map((group) => ({
      name: group.GroupName,
      path: pathOf(group),
      arn: group.Arn,
      ...created(group),
      attachedPolicies: arnsOf(group.AttachedManagedPolicies),
      inlinePolicies: inline(group.GroupPolicyList, `group \`${group.GroupName}\``),
    })).toSorted(byName),
    policies: details.Policies.map((policy) => policyState(policy, read)).toSorted(
      (a, b) => byName(a, b) || (a.arn < b.arn ? -1 : 1),
    ),
    users: details.UserDetailList.map((user) => ({
      name: user.UserName,
      path: pathOf(user),
      arn: user.Arn,
      ...created(user),
      groups: user.GroupList.toSorted(),
      attachedPolicies: arnsOf(user.AttachedManagedPolicies),
      inlinePolicies: inline(user.UserPolicyList, `user \`${user.UserName}\``),
      ...bounded(user),
      tags: tagsOf(user.Tags),
    })).toSorted(byName),
    roles: details.RoleDetailList.map((role) => ({
      name: role.RoleName,
      path: pathOf(role),
      arn: role.Arn,
      ...created(role),
      trustPolicy: read(role.AssumeRolePolicyDocument, `role \`${role.RoleName}\` (who may assume it)`),
      attachedPolicies: arnsOf(role.AttachedManagedPolicies),
      inlinePolicies: inline(role.RolePolicyList, `role \`${role.RoleName}\``),
      ...bounded(role),
      tags: tagsOf(role.Tags),
    })).toSorted(byName),
  }
  requireWhole(state)
  return state
}

/** What `apply` locks with is no part of the account: a policy of its own place that nobody holds, so that it allows nothing. */
function withoutLock(details: AuthorizationDetails): readonly RawPolicy[] {
  const isHeld = (arn: string): boolean =>
    [...details.GroupDetailList, ...details.UserDetailList, ...details.RoleDetailList].some(
      ({ AttachedManagedPolicies }) => AttachedManagedPolicies.some(({ PolicyArn }) => PolicyArn === arn),
    ) ||
    [...details.UserDetailList, ...details.RoleDetailList].some(
      ({ PermissionsBoundary }) => PermissionsBoundary?.PermissionsBoundaryArn === arn,
    )
  return details.Policies.filter(
    (policy) => lockPlaceOf({ Arn: policy.Arn, Path: pathOf(policy) }) === undefined || isHeld(policy.Arn),
  )
}

function policyState(policy: RawPolicy, read: DocumentReader): PolicyState {
  return {
    name: policy.PolicyName ?? policyNameOf(policy.Arn),
    path: pathOf(policy),
    arn: policy.Arn,
    ...(policy.Description === undefined || policy.Description === '' ? {} : { description: policy.Description }),
    defaultVersionId: defaultVersionOf(policy),
    versions: policy.PolicyVersionList.map((version): PolicyVersion => ({
      versionId: version.VersionId,
      document: read(version.Document, `policy \`${policy.Arn}\`, version ${version.VersionId}`),
      ...(version.CreateDate === undefined ? {} : { createdAt: isoDate(version.CreateDate) }),
    })).toSorted((a, b) => versionNumber(b.versionId) - versionNumber(a.versionId)),
    ...created(policy),
    ...(policy.UpdateDate === undefined ? {} : { updatedAt: isoDate(policy.UpdateDate) }),
  }
}

/** Empty where nothing says it, which {@link requireWhole} refuses. */
function defaultVersionOf({ DefaultVersionId, PolicyVersionList }: RawPolicy): string {
  return DefaultVersionId ?? PolicyVersionList.find((version) => version.IsDefaultVersion === true)?.VersionId ?? ''
}

function requireWhole(state: AccountState): void {
  unique('group', state.groups)
  unique('policy', state.policies)
  unique('user', state.users)
  unique('role', state.roles)

  const groups = new Set(state.groups.map((group) => group.name))
  for (const user of state.users) {
    const lost = user.groups.find((group) => !groups.has(group))
    if (lost !== undefined) throw missing(`the group \`${lost}\``, `user \`${user.name}\``)
  }
  const policies = new Set(state.policies.map((policy) => policy.arn))
  for (const holder of [...state.groups, ...state.users, ...state.roles]) {
    // Emulators don't list AWS's own policies, and AWS lists them apart; only the customer's must be here.
    const lost = holder.attachedPolicies.find((arn) => !isAwsManaged(arn) && !policies.has(arn))
    if (lost !== undefined) throw missing(`the policy \`${lost}\``, `\`${holder.arn}\``)
  }
  for (const policy of state.policies) {
    if (!policy.versions.some((version) => version.versionId === policy.defaultVersionId)) {
      throw missing(`its default version ${policy.defaultVersionId}`.trimEnd(), `policy \`${policy.arn}\``)
    }
  }
}

/** `arn:aws:iam::111122223333:user/team/mary` is under `/team/`. */
function pathOf({ Path: path, Arn: arn }: { readonly Path: string; readonly Arn: string }): string {
  return path === '' ? arn.slice(arn.indexOf('/'), arn.lastIndexOf('/') + 1) : path
}

function missing(what: string, named: string): RolewrightError {
  return new RolewrightError({
    code: 'partial-read',
    message: `the account was read only in part: ${named} names ${what}, which is not there`,
    hint: 'read the whole account again; a file must be saved without `--filter`, `--max-items` and `--query`',
  })
}

function unique(kind: string, entities: readonly { readonly arn: string }[]): void {
  const seen = new Set<string>()
  for (const { arn } of entities) {
    if (seen.has(arn)) {
      throw new RolewrightError({
        code: 'partial-read',
        message: `the account changed while it was read: the ${kind} \`${arn}\` came twice`,
        hint: 'read it again',
      })
    }
    seen.add(arn)
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}

function arnsOf(attached: readonly { readonly PolicyArn: string }[]): readonly string[] {
  return [...new Set(attached.map((policy) => policy.PolicyArn))].toSorted()
}

function inlineReader(
  read: DocumentReader,
): (policies: readonly RawInlinePolicy[], holder: string) => readonly InlinePolicy[] {
  return (policies, holder) =>
    policies
      .map((policy) => ({
        name: policy.PolicyName,
        document: read(policy.PolicyDocument, `${holder}, inline policy \`${policy.PolicyName}\``),
      }))
      .toSorted(byName)
}

function created(entity: { readonly CreateDate?: string | Date | undefined }): { readonly createdAt?: string } {
  return entity.CreateDate === undefined ? {} : { createdAt: isoDate(entity.CreateDate) }
}

function bounded(entity: { readonly PermissionsBoundary?: { readonly PermissionsBoundaryArn: string } | undefined }): {
  readonly permissionsBoundary?: string
} {
  return entity.PermissionsBoundary === undefined
    ? {}
    : { permissionsBoundary: entity.PermissionsBoundary.PermissionsBoundaryArn }
}

function tagsOf(tags: readonly { readonly Key: string; readonly Value: string }[]): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]).toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)))
}

function versionNumber(versionId: string): number {
  return Number(versionId.slice(1))
}

function isoDate(value: string | Date): string {
  const date = value instanceof Date ? value : new Date(value)
  if (Number.isNaN(date.getTime())) {
    throw new RolewrightError({
      code: 'unreadable-account',
      message: `\`${String(value)}\` is not a date`,
      hint: 'give the JSON of `aws iam get-account-authorization-details` as it was saved',
    })
  }
  return date.toISOString()
}
