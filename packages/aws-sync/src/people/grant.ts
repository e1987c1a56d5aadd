import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import {
  type AccountState,
  defaultDocument,
  grantDocuments,
  grantEnd,
  grantOf,
  grantPlace,
  groupName,
  type GroupState,
  type Model,
  type PersonDefinition,
  type PolicyDocument,
  quotas,
  type RoleDefinition,
  RolewrightError,
} from '@rolewright/core'
import { ulid } from 'ulid'
import { requireSameGroup } from '../apply/existing.ts'
import type { Caller } from '../apply/recorded-call.ts'
import type { AwsClients } from '../read/aws-clients.ts'
import { requireAccount } from '../read/caller.ts'
import { readAccount } from '../read/read-account.ts'
import { conflictOf } from './grant-conflict.ts'
import { type PersonRun, taskOf } from './recorded-person.ts'
import { underLock } from './under-lock.ts'

/** Temporary access that is to be given. */
export interface Grant {
  readonly accountId: string
  /** The path that the model owns. */
  readonly path: string
  readonly person: string
  readonly user: string
  readonly role: string
  readonly breakGlass: boolean
  readonly reason: string
  /** ISO dates. */
  readonly from: string
  readonly until: string
  readonly group: GroupState
  readonly documents: readonly PolicyDocument[]
}

/**
 * What giving somebody a role for a time would make: a group of its own whose policies are copies that end by themselves.
 *
 * Refuses a reason that says nothing (`reason-missing`), a role that does not go to the account (`role-elsewhere`), a person who has no user
 * there (`user-unknown`), who may not hold the role beside their own (`grant-conflict`) or has it so already (`grant-stands`), and a role that
 * can't be copied within IAM's quotas (`grant-refused`).
 */
export async function planGrant(
  clients: AwsClients,
  given: {
    readonly model: Model
    readonly desired: AccountState
    readonly person: PersonDefinition
    readonly role: RoleDefinition
    readonly milliseconds: number
    readonly reason: string
    readonly now: () => Date
  },
): Promise<Grant> {
  const { model, desired, person, role, milliseconds, reason, now } = given
  await requireAccount(clients, desired.accountId)
  if (reason.trim().length < 10) throw noReason()
  const from = now()
  // IAM tells time in whole seconds: the end is never later than said.
  const until = new Date(Math.floor((from.getTime() + milliseconds) / 1000) * 1000)
  const wanted = desired.groups.find(({ name }) => name === groupName(role))
  if (wanted === undefined) throw elsewhere(role, desired.accountId)
  const copies = grantDocuments(documentsOf(wanted, desired), until)
  if (copies.kind === 'refused') throw refused(role, copies.why)
  const actual = await readAccount(clients)
  const user = actual.users.find(({ name }) => name === person.userName)
  if (user === undefined) throw noUser(person, actual.accountId)
  const conflict = conflictOf(model, { person, role, now: from, account: desired.accountId })
  if (conflict !== undefined) throw conflict
  const path = desired.ownership?.path ?? `/rolewright/${model.id}/`
  const standing = standingGrant(actual, { path, role: role.id, person: person.id, user: user.name, now: from })
  if (standing !== undefined) throw stands(person.id, role.id, standing)
  requireRoom(actual, { user: user.name, groups: user.groups.length, policies: copies.documents.length, role })
  const name = `Grant-${ulid(from.getTime())}`
  const place = grantPlace(path, role.id, person.id)
  return {
    accountId: actual.accountId,
    path,
    person: person.id,
    user: user.name,
    role: role.id,
    breakGlass: role.breakGlass === true,
    reason: reason.trim(),
    from: from.toISOString(),
    until: until.toISOString(),
    documents: copies.documents,
    group: {
      name,
      path: place,
      arn: `${user.arn.split(':user')[0]}:group${place}${name}`,
      attachedPolicies: copies.documents.map(
        (_, index) => `${user.arn.split(':user')[0]}:policy${place}${name}-${index + 1}`,
      ),
      inlinePolicies: [],
    },
  }
}

/**
 * Gives temporary access: policies, then the group, then the membership, so that nothing is given before its end is in force. What a run
 * leaves that is stopped gives nobody anything, and goes with the next `apply`. It holds the lock of `apply` meanwhile, so that neither finds
 * the account half changed by the other: where that is held, it refuses with `apply-locked`.
 *
 * @example
 * ```ts
 * await grantAccess(clients, await planGrant(clients, { model, desired, person, role, milliseconds: 4 * 3_600_000, reason, now }), { history, now })
 * ```
 */
export async function grantAccess(clients: AwsClients, grant: Grant, run: PersonRun): Promise<void> {
  const { group, documents: _, path, ...told } = grant
  const task = taskOf({ grant: group.name })
  await underLock(clients, { accountId: grant.accountId, path, task, run }, async (call, actual) => {
    const standing = standingGrant(actual, { ...grant, now: run.now() })
    if (standing !== undefined) throw stands(grant.person, grant.role, standing)
    await makeGrant(clients.iam, grant, call)
  })
  await run.history?.append('granted', { ...told, group: group.name, plan: task })
}

async function makeGrant(iam: IAMClient, { group, documents, user, role, until }: Grant, call: Caller): Promise<void> {
  for (const [index, arn] of group.attachedPolicies.entries()) {
    const input = {
      PolicyName: arn.slice(arn.lastIndexOf('/') + 1),
      Path: group.path,
      Description: `Temporary access to ${role} until ${until}`,
      PolicyDocument: JSON.stringify(documents[index]),
    }
    const send = () => iam.send(new CreatePolicyCommand(input))
    await call({ operation: 'CreatePolicy', subject: `policy ${input.PolicyName}`, input, send, ifExists: isOurs })
  }
  const groupInput = { GroupName: group.name, Path: group.path }
  await call({
    operation: 'CreateGroup',
    subject: `group ${group.name}`,
    input: groupInput,
    send: () => iam.send(new CreateGroupCommand(groupInput)),
    ifExists: () => requireSameGroup(iam, group),
  })
  for (const PolicyArn of group.attachedPolicies) {
    const input = { GroupName: group.name, PolicyArn }
    const send = () => iam.send(new AttachGroupPolicyCommand(input))
    await call({ operation: 'AttachGroupPolicy', subject: `group ${group.name}`, input, send, needsFresh: true })
  }
  const input = { GroupName: group.name, UserName: user }
  await call({
    operation: 'AddUserToGroup',
    subject: `user ${user} in group ${group.name}`,
    input,
    send: () => iam.send(new AddUserToGroupCommand(input)),
    needsFresh: true,
  })
}

/** The name is this grant's alone: what is there comes from an answer that got lost. */
const isOurs = (): Promise<void> => Promise.resolve()

function documentsOf(group: GroupState, desired: AccountState): readonly PolicyDocument[] {
  return group.attachedPolicies.flatMap((arn) => {
    const policy = desired.policies.find((one) => one.arn === arn)
    const document = policy && defaultDocument(policy)
    return document === undefined ? [] : [document]
  })
}

/** When a grant of this role that the person has now ends; undefined where there is none. */
function standingGrant(
  actual: AccountState,
  of: {
    readonly path: string
    readonly role: string
    readonly person: string
    readonly user: string
    readonly now: Date
  },
): Date | undefined {
  const held = new Set(actual.users.find(({ name }) => name === of.user)?.groups)
  for (const group of actual.groups) {
    const grant = grantOf(group.path, of.path)
    if (!held.has(group.name) || grant?.role !== of.role || grant.person !== of.person) continue
    const end = grantEnd(documentsOf(group, actual))
    if (end !== undefined && end > of.now) return end
  }
  return undefined
}

function requireRoom(
  actual: AccountState,
  wanted: { readonly user: string; readonly groups: number; readonly policies: number; readonly role: RoleDefinition },
): void {
  const own = actual.policies.filter(({ arn }) => !arn.includes(':iam::aws:')).length
  const limits: readonly (readonly [string, number, number])[] = [
    [`\`${wanted.user}\` is in ${wanted.groups} groups`, wanted.groups + 1, quotas.groupsPerUser],
    [`the account has ${actual.groups.length} groups`, actual.groups.length + 1, quotas.groupsPerAccount],
    [`the account has ${own} policies`, own + wanted.policies, quotas.policiesPerAccount],
  ]
  for (const [says, needed, limit] of limits) {
    if (needed > limit) throw refused(wanted.role, `${says}, and IAM takes at most ${limit}`)
  }
}

function noReason(): RolewrightError {
  return new RolewrightError({
    code: 'reason-missing',
    message: 'temporary access needs a reason of ten characters at least',
    hint: 'say with `--reason` what happened and what is to be done',
  })
}

function elsewhere(role: RoleDefinition, accountId: string): RolewrightError {
  return new RolewrightError({
    code: 'role-elsewhere',
    message: `the role \`${role.id}\` does not go to the account \`${accountId}\``,
    hint: 'name an account that takes it with `--account`',
  })
}

function noUser(person: PersonDefinition, accountId: string): RolewrightError {
  return new RolewrightError({
    code: 'user-unknown',
    message: `the account \`${accountId}\` has no user \`${person.userName}\``,
    hint: `run \`rolewright people onboard ${person.id}\` first`,
  })
}

function stands(person: string, role: string, end: Date): RolewrightError {
  return new RolewrightError({
    code: 'grant-stands',
    message: `\`${person}\` has \`${role}\` for a time already, until ${end.toISOString()}`,
    hint: 'give it again when that has ended',
  })
}

function refused(role: RoleDefinition, why: string): RolewrightError {
  return new RolewrightError({
    code: 'grant-refused',
    message: `\`${role.id}\` can't be given for a time: ${why}`,
    hint: 'copies are held by IAM’s quotas: give a role of few and small policies of its own, not one that AWS keeps, such as `ReadOnlyAccess`',
  })
}
