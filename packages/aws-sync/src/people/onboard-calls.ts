import {
  AddUserToGroupCommand,
  AttachGroupPolicyCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreateLoginProfileCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  DeleteAccessKeyCommand,
  type IAMClient,
  type PasswordPolicy,
  TagUserCommand,
  UpdateLoginProfileCommand,
} from '@aws-sdk/client-iam'
import type { enrolment, Holdings, UserState } from '@rolewright/core'
import { requireSameGroup, requireSamePolicy, requireSameUser } from '../apply/existing.ts'
import type { Call, Caller } from '../apply/recorded-call.ts'
import { accessKeysOf } from './read-holdings.ts'
import type { Newcomer } from './newcomer.ts'

/** What onboarding one person would do. */
export interface Onboarding {
  readonly newcomer: Newcomer
  /** The model's id. */
  readonly model: string
  readonly wanted: UserState
  /** Groups that the person comes into now. */
  readonly groups: readonly string[]
  /** Groups that wait for the first sign-in. */
  readonly waiting: readonly string[]
  /** The group of enrolment where it has to be made first. */
  readonly enrolment: ReturnType<typeof enrolment> | undefined
  /** What the user has already; undefined where there is none yet. */
  readonly holdings: Holdings | undefined
  readonly begunAt: string
  /** Whether an earlier run was stopped, and this one goes on. */
  readonly resumed: boolean
  readonly passwordPolicy: PasswordPolicy | undefined
  readonly address: string
}

/** Makes the user, its password and its key, and puts it into its groups: in the end, so that what fails on the way gives nothing. */
export async function onboardCalls(
  onboarding: Onboarding,
  given: { readonly iam: IAMClient; readonly call: Caller; readonly password: string },
): Promise<{ readonly id: string; readonly secret: string } | undefined> {
  const { newcomer, wanted, groups, holdings } = onboarding
  const { iam, call, password } = given
  const user = wanted.name
  const subject = `user ${user}`
  const Tags = Object.entries({
    ...newcomer.tags,
    'rolewright:model': onboarding.model,
    'rolewright:person': newcomer.person,
  }).map(([Key, Value]) => ({ Key, Value }))
  if (onboarding.enrolment !== undefined) await makeEnrolment(onboarding.enrolment, { iam, call })
  if (holdings === undefined) {
    const input = { UserName: user, Path: wanted.path, Tags }
    await call({
      operation: 'CreateUser',
      subject,
      input,
      send: () => iam.send(new CreateUserCommand(input)),
      ifExists: () => requireSameUser(iam, wanted),
    })
  } else {
    const input = { UserName: user, Tags }
    await call({ operation: 'TagUser', subject, input, send: () => iam.send(new TagUserCommand(input)) })
  }
  const login = { UserName: user, PasswordResetRequired: true }
  const reset = (): Promise<unknown> => iam.send(new UpdateLoginProfileCommand({ ...login, Password: password }))
  const isThere = holdings !== undefined && holdings.loginProfile !== null
  // The password goes to AWS and to whoever is told, and into no record.
  await call({
    operation: isThere ? 'UpdateLoginProfile' : 'CreateLoginProfile',
    subject,
    input: login,
    send: isThere ? reset : () => iam.send(new CreateLoginProfileCommand({ ...login, Password: password })),
    needsFresh: holdings === undefined,
    ifExists: async () => void (await reset()),
  })
  const key = newcomer.accessKeyReason === undefined ? undefined : await newKey(onboarding, { iam, call })
  for (const group of groups) {
    const input = { GroupName: group, UserName: user }
    await call({
      operation: 'AddUserToGroup',
      subject: `${subject} in group ${group}`,
      input,
      send: () => iam.send(new AddUserToGroupCommand(input)),
      needsFresh: holdings === undefined || group === onboarding.enrolment?.group.name,
    })
  }
  return key
}

/** A key that a run made which was stopped before it could tell is known to nobody: it goes, and another comes. */
async function newKey(
  { wanted, holdings, begunAt, resumed }: Onboarding,
  { iam, call }: { readonly iam: IAMClient; readonly call: Caller },
): Promise<{ readonly id: string; readonly secret: string }> {
  const user = wanted.name
  const subject = `user ${user}`
  const untold = resumed ? (holdings?.accessKeys ?? []).filter((key) => isUntold(key, begunAt)) : []
  const deletion = (id: string): Call => {
    const input = { UserName: user, AccessKeyId: id }
    const send = () => iam.send(new DeleteAccessKeyCommand(input))
    return { operation: 'DeleteAccessKey', subject, input, send, goneIsDone: true }
  }
  for (const { id } of untold) await call(deletion(id))
  let made: { id: string; secret: string } | undefined
  const input = { UserName: user }
  await call({
    operation: 'CreateAccessKey',
    subject,
    input,
    needsFresh: holdings === undefined,
    send: async () => {
      const { AccessKey } = await iam.send(new CreateAccessKeyCommand(input))
      made = { id: AccessKey?.AccessKeyId ?? '', secret: AccessKey?.SecretAccessKey ?? '' }
    },
  })
  const told = made ?? { id: '', secret: '' }
  // The SDK may have sent it twice by itself: a key whose answer got lost is known to nobody either.
  const before = new Set(holdings?.accessKeys.map(({ id }) => id))
  const lost = (await accessKeysOf(iam, user)).filter(
    (key) => key.id !== told.id && !before.has(key.id) && isUntold(key, begunAt),
  )
  for (const { id } of lost) await call(deletion(id))
  return told
}

/** AWS tells dates in whole seconds. */
function isUntold(key: Holdings['accessKeys'][number], begunAt: string): boolean {
  return key.lastUsed === null && Date.parse(key.createdAt) >= Date.parse(begunAt) - 1000
}

async function makeEnrolment(
  { group, policy }: NonNullable<Onboarding['enrolment']>,
  { iam, call }: { readonly iam: IAMClient; readonly call: Caller },
): Promise<void> {
  const document = policy.versions[0]?.document
  const policyInput = {
    PolicyName: policy.name,
    Path: policy.path,
    Description: policy.description,
    PolicyDocument: JSON.stringify(document),
  }
  await call({
    operation: 'CreatePolicy',
    subject: `policy ${policy.name}`,
    input: policyInput,
    send: () => iam.send(new CreatePolicyCommand(policyInput)),
    ifExists: () => requireSamePolicy(iam, policy),
  })
  const groupInput = { GroupName: group.name, Path: group.path }
  await call({
    operation: 'CreateGroup',
    subject: `group ${group.name}`,
    input: groupInput,
    send: () => iam.send(new CreateGroupCommand(groupInput)),
    ifExists: () => requireSameGroup(iam, group),
  })
  const attachInput = { GroupName: group.name, PolicyArn: policy.arn }
  await call({
    operation: 'AttachGroupPolicy',
    subject: `policy ${policy.name} on group ${group.name}`,
    input: attachInput,
    send: () => iam.send(new AttachGroupPolicyCommand(attachInput)),
    needsFresh: true,
  })
}
