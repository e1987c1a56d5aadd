import {
  AddUserToGroupCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  CreateUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type GetServiceLastAccessedDetailsCommandOutput,
  GetServiceLastAccessedDetailsWithEntitiesCommand,
  type GetServiceLastAccessedDetailsWithEntitiesCommandOutput,
  ListPoliciesGrantingServiceAccessCommand,
  type ListPoliciesGrantingServiceAccessCommandOutput,
  PutGroupPolicyCommand,
  PutUserPolicyCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { openSandbox, type Sandbox } from '../open-sandbox.ts'

/** An account with two users, a group, a role, and how to ask for reports of them. */
export interface ReportAccount {
  readonly sandbox: Sandbox
  readonly iam: IAMClient
  readonly putUser: (document: string, PolicyName?: string, UserName?: string) => Promise<unknown>
  readonly putGroup: (document: string) => Promise<unknown>
  /** Makes a managed policy, and gives its ARN. */
  readonly policy: (name: string, ...statements: Statement[]) => Promise<string>
  readonly start: (Arn: string, more?: object) => Promise<string>
  readonly answer: (JobId: string, more?: object) => Promise<GetServiceLastAccessedDetailsCommandOutput>
  /** A job that is done. */
  readonly finished: (Arn: string, more?: object) => Promise<string>
  /** The services that a report has rows of. */
  readonly services: (Arn: string) => Promise<(string | undefined)[]>
  readonly withEntities: (
    JobId: string,
    ServiceNamespace: string,
    more?: object,
  ) => Promise<GetServiceLastAccessedDetailsWithEntitiesCommandOutput>
  /** The names of those that are listed. */
  readonly entities: (JobId: string, namespace: string) => Promise<(string | undefined)[]>
  readonly list: (
    Arn: string,
    ...ServiceNamespaces: string[]
  ) => Promise<ListPoliciesGrantingServiceAccessCommandOutput>
  /** Names of the policies that grant a service. */
  readonly granting: (namespace: string, Arn?: string) => Promise<(string | undefined)[]>
}

export const accountId = '111122223333'

/** A policy's statement, as a test writes it. */
export type Statement = Readonly<Record<string, unknown>>
export const documentOf = (...statements: Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
export const allow = (
  action: string | string[],
  resource: string | string[] = '*',
  rest: Statement = {},
): Statement => ({
  Effect: 'Allow',
  Action: action,
  Resource: resource,
  ...rest,
})
export const deny = (
  action: string | string[],
  resource: string | string[] = '*',
  rest: Statement = {},
): Statement => ({
  ...allow(action, resource, rest),
  Effect: 'Deny',
})
const trust = documentOf({
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${accountId}:root` },
  Action: 'sts:AssumeRole',
})
export const arnOf = (kind: string, name: string): string => `arn:aws:iam::${accountId}:${kind}/${name}`
export const ana: string = arnOf('user', 'ana')

/** Opens an account where ana is in the group Team, ben in none, and Alpha is a role that anybody of the account may take. */
export async function openReportAccount(options: { readonly clock?: () => Date } = {}): Promise<ReportAccount> {
  const sandbox = await openSandbox({ accountId, ...options })
  const { iam } = sandbox.clients
  for (const UserName of ['ana', 'ben']) await iam.send(new CreateUserCommand({ UserName }))
  await iam.send(new CreateGroupCommand({ GroupName: 'Team' }))
  await iam.send(new AddUserToGroupCommand({ GroupName: 'Team', UserName: 'ana' }))
  await iam.send(new CreateRoleCommand({ RoleName: 'Alpha', AssumeRolePolicyDocument: trust }))

  const putUser = (document: string, PolicyName = 'own', UserName = 'ana'): Promise<unknown> =>
    iam.send(new PutUserPolicyCommand({ UserName, PolicyName, PolicyDocument: document }))
  const putGroup = (document: string): Promise<unknown> =>
    iam.send(new PutGroupPolicyCommand({ GroupName: 'Team', PolicyName: 'team', PolicyDocument: document }))

  async function policy(name: string, ...statements: Statement[]): Promise<string> {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({ PolicyName: name, PolicyDocument: documentOf(...statements) }),
    )
    return Policy?.Arn ?? ''
  }

  async function start(Arn: string, more: object = {}): Promise<string> {
    return (await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn, ...more }))).JobId ?? ''
  }

  async function answer(JobId: string, more: object = {}): Promise<GetServiceLastAccessedDetailsCommandOutput> {
    for (;;) {
      const got = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, ...more }))
      if (got.JobStatus !== 'IN_PROGRESS') return got
    }
  }

  const finished = async (Arn: string, more: object = {}): Promise<string> => {
    const JobId = await start(Arn, more)
    await answer(JobId)
    return JobId
  }

  const services = async (Arn: string): Promise<(string | undefined)[]> =>
    ((await answer(await start(Arn), { MaxItems: 1000 })).ServicesLastAccessed ?? []).map((row) => row.ServiceNamespace)

  const withEntities = (
    JobId: string,
    ServiceNamespace: string,
    more: object = {},
  ): Promise<GetServiceLastAccessedDetailsWithEntitiesCommandOutput> =>
    iam.send(new GetServiceLastAccessedDetailsWithEntitiesCommand({ JobId, ServiceNamespace, ...more }))

  const entities = async (JobId: string, namespace: string): Promise<(string | undefined)[]> =>
    ((await withEntities(JobId, namespace)).EntityDetailsList ?? []).map(({ EntityInfo: info }) => info?.Name)

  const list = (Arn: string, ...ServiceNamespaces: string[]): Promise<ListPoliciesGrantingServiceAccessCommandOutput> =>
    iam.send(new ListPoliciesGrantingServiceAccessCommand({ Arn, ServiceNamespaces }))

  /** Names of the policies that grant a service. */
  const granting = async (namespace: string, Arn = ana): Promise<(string | undefined)[]> =>
    ((await list(Arn, namespace)).PoliciesGrantingServiceAccess?.[0]?.Policies ?? []).map(
      ({ PolicyName: name }) => name,
    )

  return {
    sandbox,
    iam,
    putUser,
    putGroup,
    policy,
    start,
    answer,
    finished,
    services,
    withEntities,
    entities,
    list,
    granting,
  }
}
