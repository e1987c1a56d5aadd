import {
  GetAccessKeyLastUsedCommand,
  GetLoginProfileCommand,
  GetUserCommand,
  GetUserPolicyCommand,
  type IAMClient,
  ListServiceSpecificCredentialsCommand,
  type ListServiceSpecificCredentialsResponse,
  paginateListAccessKeys,
  paginateListAttachedUserPolicies,
  paginateListGroupsForUser,
  paginateListMFADevices,
  paginateListSigningCertificates,
  paginateListSSHPublicKeys,
  paginateListUserPolicies,
} from '@aws-sdk/client-iam'
import type { HeldAccessKey, Holdings } from '@rolewright/core'
import type { AwsClients } from '../read/aws-clients.ts'
import { awsError, errorName } from '../read/aws-error.ts'
import { readDocument } from '../read/read-document.ts'
import { isUnknownOperation } from './unknown-operation.ts'

const NOBODY: ReadonlySet<string> = new Set(['NoSuchEntity', 'ValidationError'])

/**
 * Everything that one IAM user has, whole or not at all; undefined where there is no such user. No secret is read: AWS tells none.
 *
 * @example
 * ```ts
 * const holdings = await readHoldings(clients, 'mary.major@example.com')
 * ```
 */
export async function readHoldings({ iam }: Pick<AwsClients, 'iam'>, userName: string): Promise<Holdings | undefined> {
  const given = { UserName: userName }
  const { User } = await iam.send(new GetUserCommand(given)).catch((error: unknown) => {
    // A name that IAM does not take is nobody's.
    if (NOBODY.has(errorName(error))) return { User: undefined }
    throw awsError(error, { operation: 'iam:GetUser', subject: `user ${userName}` })
  })
  if (User?.Arn === undefined) return undefined
  const name = User.UserName ?? userName
  try {
    return {
      user: name,
      arn: User.Arn,
      createdAt: iso(User.CreateDate),
      tags: Object.fromEntries((User.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      passwordLastUsed: User.PasswordLastUsed === undefined ? null : iso(User.PasswordLastUsed),
      permissionsBoundary: User.PermissionsBoundary?.PermissionsBoundaryArn ?? null,
      loginProfile: await loginProfileOf(iam, name),
      accessKeys: await accessKeysOf(iam, name),
      ...(await listedOf(iam, name)),
      ...(await policiesOf(iam, name)),
    }
  } catch (error) {
    throw awsError(error, { operation: 'iam:List*', subject: `user ${userName}` })
  }
}

async function loginProfileOf(iam: IAMClient, user: string): Promise<Holdings['loginProfile']> {
  try {
    const { LoginProfile } = await iam.send(new GetLoginProfileCommand({ UserName: user }))
    return { createdAt: iso(LoginProfile?.CreateDate), resetRequired: LoginProfile?.PasswordResetRequired === true }
  } catch (error) {
    if (errorName(error) === 'NoSuchEntity') return null
    throw awsError(error, { operation: 'iam:GetLoginProfile', subject: `user ${user}` })
  }
}

/** The access keys of a user with when they were last used, the oldest first. */
export async function accessKeysOf(iam: IAMClient, user: string): Promise<readonly HeldAccessKey[]> {
  const keys: HeldAccessKey[] = []
  for await (const page of paginateListAccessKeys({ client: iam }, { UserName: user })) {
    for (const { AccessKeyId: id = '', Status, CreateDate } of page.AccessKeyMetadata ?? []) {
      const { AccessKeyLastUsed: used } = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id }))
      const at = used?.LastUsedDate
      keys.push({
        id,
        active: Status === 'Active',
        createdAt: iso(CreateDate),
        lastUsed:
          at === undefined ? null : { at: iso(at), service: used?.ServiceName ?? '', region: used?.Region ?? '' },
      })
    }
  }
  return keys.toSorted((a, b) =>
    a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id < b.id ? -1 : 1,
  )
}

type Listed = Pick<Holdings, 'mfaDevices' | 'sshKeys' | 'serviceCredentials' | 'certificates' | 'groups'>

async function listedOf(iam: IAMClient, user: string): Promise<Listed> {
  const [client, given] = [{ client: iam }, { UserName: user }]
  const mfaDevices: Listed['mfaDevices'][number][] = []
  for await (const { MFADevices } of paginateListMFADevices(client, given)) {
    for (const { SerialNumber = '', EnableDate } of MFADevices ?? [])
      mfaDevices.push({ serialNumber: SerialNumber, enabledAt: iso(EnableDate) })
  }
  const groups: string[] = []
  for await (const { Groups } of paginateListGroupsForUser(client, given)) {
    groups.push(...(Groups ?? []).map(({ GroupName = '' }) => GroupName))
  }
  return {
    mfaDevices,
    sshKeys: await noneWhereUnknown(sshKeysOf(iam, user)),
    serviceCredentials: await noneWhereUnknown(serviceCredentialsOf(iam, user)),
    certificates: await noneWhereUnknown(certificatesOf(iam, user)),
    groups: groups.toSorted(),
  }
}

/** An emulator that does not know a kind of credential has none of it; if there are some after all, deleting the user is refused. */
async function noneWhereUnknown<T>(listed: Promise<readonly T[]>): Promise<readonly T[]> {
  return listed.catch((error: unknown) => {
    if (isUnknownOperation(error)) return []
    throw error
  })
}

async function sshKeysOf(iam: IAMClient, user: string): Promise<Listed['sshKeys']> {
  const found: Listed['sshKeys'][number][] = []
  for await (const { SSHPublicKeys } of paginateListSSHPublicKeys({ client: iam }, { UserName: user })) {
    for (const { SSHPublicKeyId = '', Status, UploadDate } of SSHPublicKeys ?? [])
      found.push({ id: SSHPublicKeyId, active: Status === 'Active', createdAt: iso(UploadDate) })
  }
  return found
}

async function certificatesOf(iam: IAMClient, user: string): Promise<Listed['certificates']> {
  const found: Listed['certificates'][number][] = []
  for await (const { Certificates } of paginateListSigningCertificates({ client: iam }, { UserName: user })) {
    for (const { CertificateId = '', Status, UploadDate } of Certificates ?? [])
      found.push({ id: CertificateId, active: Status === 'Active', createdAt: iso(UploadDate) })
  }
  return found
}

async function serviceCredentialsOf(iam: IAMClient, user: string): Promise<Listed['serviceCredentials']> {
  const found: Listed['serviceCredentials'][number][] = []
  let marker: string | undefined
  do {
    const answer: ListServiceSpecificCredentialsResponse = await iam.send(
      new ListServiceSpecificCredentialsCommand({
        UserName: user,
        ...(marker === undefined ? {} : { Marker: marker }),
      }),
    )
    for (const one of answer.ServiceSpecificCredentials ?? []) {
      found.push({
        id: one.ServiceSpecificCredentialId ?? '',
        active: one.Status === 'Active',
        createdAt: iso(one.CreateDate),
        service: one.ServiceName ?? '',
      })
    }
    marker = answer.IsTruncated === true ? answer.Marker : undefined
  } while (marker !== undefined)
  return found
}

async function policiesOf(
  iam: IAMClient,
  user: string,
): Promise<Pick<Holdings, 'attachedPolicies' | 'inlinePolicies'>> {
  const [client, given] = [{ client: iam }, { UserName: user }]
  const attached: string[] = []
  for await (const { AttachedPolicies } of paginateListAttachedUserPolicies(client, given)) {
    attached.push(...(AttachedPolicies ?? []).map(({ PolicyArn = '' }) => PolicyArn))
  }
  const inline: Holdings['inlinePolicies'][number][] = []
  for await (const { PolicyNames } of paginateListUserPolicies(client, given)) {
    for (const PolicyName of PolicyNames ?? []) {
      const { PolicyDocument = '' } = await iam.send(new GetUserPolicyCommand({ UserName: user, PolicyName }))
      inline.push({
        name: PolicyName,
        document: readDocument(PolicyDocument, `user \`${user}\`, inline policy \`${PolicyName}\``),
      })
    }
  }
  return { attachedPolicies: attached.toSorted(), inlinePolicies: inline }
}

const iso = (date: Date | undefined): string => (date ?? new Date(0)).toISOString()
