import {
  GetGroupCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetUserCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import {
  defaultDocument,
  type GroupState,
  type PolicyDocument,
  policiesEqual,
  type PolicyState,
  RolewrightError,
  type UserState,
} from '@rolewright/core'
import { errorName } from '../read/aws-error.ts'
import { readDocument } from '../read/read-document.ts'

// After EntityAlreadyExists: what is there may be our own, made by a call whose answer got lost, or somebody else's.

/** Throws code `name-taken` unless the policy that is there is the one that was to be made. */
export async function requireSamePolicy(iam: IAMClient, wanted: PolicyState): Promise<void> {
  const document = await readDefaultDocument(iam, wanted.arn).catch((error: unknown) => {
    if (errorName(error) === 'NoSuchEntity') throw taken('policy', wanted.name, 'under another path or in another case')
    throw error
  })
  const target = defaultDocument(wanted)
  if (target === undefined || !policiesEqual(document, target))
    throw taken('policy', wanted.name, 'with another document')
}

/** The document of a policy that is in force now. */
export async function readDefaultDocument(iam: IAMClient, arn: string): Promise<PolicyDocument> {
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn: arn }))
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({ PolicyArn: arn, VersionId: Policy?.DefaultVersionId }),
  )
  return readDocument(PolicyVersion?.Document ?? '', `policy \`${arn}\``)
}

/** Throws code `name-taken` unless the group that is there has the same spelling and path. */
export async function requireSameGroup(iam: IAMClient, wanted: GroupState): Promise<void> {
  const { Group } = await iam.send(new GetGroupCommand({ GroupName: wanted.name }))
  requireSame('group', { name: Group?.GroupName, path: Group?.Path }, wanted)
}

/** Throws code `name-taken` unless the user that is there has the same spelling and path. */
export async function requireSameUser(iam: IAMClient, wanted: UserState): Promise<void> {
  const { User } = await iam.send(new GetUserCommand({ UserName: wanted.name }))
  requireSame('user', { name: User?.UserName, path: User?.Path }, wanted)
}

function requireSame(
  kind: string,
  there: { readonly name: string | undefined; readonly path: string | undefined },
  wanted: { readonly name: string; readonly path: string },
): void {
  if (there.name !== wanted.name) throw taken(kind, wanted.name, `as \`${there.name ?? ''}\``)
  if (there.path !== wanted.path) throw taken(kind, wanted.name, `under \`${there.path ?? ''}\``)
}

function taken(kind: string, name: string, how: string): RolewrightError {
  return new RolewrightError({
    code: 'name-taken',
    message: `the account has a ${kind} of the name \`${name}\` already, ${how}`,
    hint: 'rename one of the two, or adopt what is there with `rolewright adopt`',
  })
}
