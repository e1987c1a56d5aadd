import {
  AddRoleToInstanceProfileCommand,
  CreateInstanceProfileCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  CreateSAMLProviderCommand,
  DeleteInstanceProfileCommand,
  DeleteRoleCommand,
  DeleteSAMLProviderCommand,
  GetAccountAuthorizationDetailsCommand,
  ListInstanceProfilesCommand,
  ListOpenIDConnectProvidersCommand,
  ListSAMLProvidersCommand,
  RemoveRoleFromInstanceProfileCommand,
} from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { openSandbox } from './open-sandbox.ts'

const sandbox = await openSandbox({ accountId: '111122223333' })
const { iam } = sandbox.clients

it('keeps SAML and OIDC providers', async () => {
  const SAMLMetadataDocument = `<EntityDescriptor>${' '.repeat(1000)}</EntityDescriptor>`
  const { SAMLProviderArn = '' } = await iam.send(new CreateSAMLProviderCommand({ Name: 'Corp', SAMLMetadataDocument }))
  expect(SAMLProviderArn).toBe('arn:aws:iam::111122223333:saml-provider/Corp')
  await expect(iam.send(new CreateSAMLProviderCommand({ Name: 'Corp', SAMLMetadataDocument }))).rejects.toMatchObject({
    name: 'EntityAlreadyExistsException',
  })
  await iam.send(new CreateOpenIDConnectProviderCommand({ Url: 'https://token.actions.githubusercontent.com' }))
  const { SAMLProviderList: saml } = await iam.send(new ListSAMLProvidersCommand({}))
  expect(saml?.map(({ Arn }) => Arn)).toEqual([SAMLProviderArn])
  expect((await iam.send(new ListOpenIDConnectProvidersCommand({}))).OpenIDConnectProviderList).toEqual([
    { Arn: 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com' },
  ])
  await iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }))
  await expect(iam.send(new DeleteSAMLProviderCommand({ SAMLProviderArn }))).rejects.toMatchObject({
    name: 'NoSuchEntityException',
  })
})

it('keeps instance profiles, each with one role that can’t go before it', async () => {
  const AssumeRolePolicyDocument = JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  })
  const names = { RoleName: 'Web', InstanceProfileName: 'WebServers' }
  await iam.send(new CreateRoleCommand({ RoleName: 'Web', AssumeRolePolicyDocument }))
  await iam.send(new CreateInstanceProfileCommand({ InstanceProfileName: 'WebServers' }))
  await iam.send(new AddRoleToInstanceProfileCommand(names))
  await expect(iam.send(new AddRoleToInstanceProfileCommand(names))).rejects.toMatchObject({
    name: 'LimitExceededException',
  })
  const { InstanceProfiles: profiles } = await iam.send(new ListInstanceProfilesCommand({}))
  expect(profiles).toMatchObject([{ InstanceProfileName: 'WebServers', Roles: [{ RoleName: 'Web' }] }])
  const { RoleDetailList: roles } = await iam.send(new GetAccountAuthorizationDetailsCommand({ Filter: ['Role'] }))
  expect(roles).toMatchObject([{ InstanceProfileList: [{ InstanceProfileName: 'WebServers' }] }])
  for (const remove of [
    () => iam.send(new DeleteRoleCommand({ RoleName: 'Web' })),
    () => iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'WebServers' })),
  ]) {
    await expect(remove()).rejects.toMatchObject({
      name: 'DeleteConflictException',
      message: 'Cannot delete entity, must remove roles from instance profile first.',
    })
  }
  await iam.send(new RemoveRoleFromInstanceProfileCommand(names))
  await iam.send(new DeleteInstanceProfileCommand({ InstanceProfileName: 'WebServers' }))
  await iam.send(new DeleteRoleCommand({ RoleName: 'Web' }))
})
