import {
  CreateOpenIDConnectProvider$,
  CreateSAMLProvider$,
  DeleteOpenIDConnectProvider$,
  DeleteSAMLProvider$,
  GetOpenIDConnectProvider$,
  GetSAMLProvider$,
  ListOpenIDConnectProviders$,
  ListSAMLProviders$,
  type CreateOpenIDConnectProviderRequest,
  type CreateOpenIDConnectProviderResponse,
  type CreateSAMLProviderRequest,
  type CreateSAMLProviderResponse,
  type DeleteOpenIDConnectProviderRequest,
  type DeleteSAMLProviderRequest,
  type GetOpenIDConnectProviderRequest,
  type GetOpenIDConnectProviderResponse,
  type GetSAMLProviderRequest,
  type GetSAMLProviderResponse,
  type ListOpenIDConnectProvidersResponse,
  type ListSAMLProvidersResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'
import { accountIdOf, entityDate, tagList } from '../shapes.ts'
import type { Account } from '../state/account.ts'
import type { StoredProvider } from '../state/providers.ts'
import { newTags } from '../tag-list.ts'

/** How many of each kind an account may have. */
const MOST = 100

const createSamlProvider = changing<CreateSAMLProviderRequest, CreateSAMLProviderResponse>(
  CreateSAMLProvider$,
  (account, input, call) => {
    const { Name: name = '', SAMLMetadataDocument: metadata = '' } = input
    if (!metadata.includes('EntityDescriptor')) throw new AwsError('InvalidInput', 'Unable to parse metadata file')
    const arn = `arn:aws:iam::${accountIdOf(account)}:saml-provider/${name}`
    const tags = newTags([], input.Tags)
    put(account, {
      arn,
      kind: 'saml',
      createdAt: call.now.toISOString(),
      metadata,
      clientIds: [],
      thumbprints: [],
      tags,
    })
    return { SAMLProviderArn: arn, Tags: tagList(tags) }
  },
)

const createOidcProvider = changing<CreateOpenIDConnectProviderRequest, CreateOpenIDConnectProviderResponse>(
  CreateOpenIDConnectProvider$,
  (account, input, call) => {
    const { Url: url = '', ClientIDList: clientIds = [], ThumbprintList: thumbprints = [] } = input
    if (!/^https:\/\/[^\s?#]+$/.test(url)) throw new AwsError('ValidationError', 'Invalid Open ID Connect Provider URL')
    const arn = `arn:aws:iam::${accountIdOf(account)}:oidc-provider/${url.slice('https://'.length).replace(/\/$/, '')}`
    const tags = newTags([], input.Tags)
    put(account, { arn, kind: 'oidc', createdAt: call.now.toISOString(), clientIds, thumbprints, tags })
    return { OpenIDConnectProviderArn: arn, Tags: tagList(tags) }
  },
)

function put(account: Account, provider: StoredProvider): void {
  const { arn, kind } = provider
  if (account.providers.get(arn) !== undefined) {
    throw new AwsError('EntityAlreadyExists', `Provider with url ${arn.slice(arn.indexOf('/') + 1)} already exists.`)
  }
  if (ofKind(account, kind).length >= MOST) {
    throw new AwsError(
      'LimitExceeded',
      `Cannot exceed quota for ${kind === 'saml' ? 'SAMLProviders' : 'OpenIDConnectProviders'}PerAccount: ${MOST}`,
    )
  }
  account.providers.put(provider)
}

const ofKind = (account: Account, kind: StoredProvider['kind']): readonly StoredProvider[] =>
  account.providers.all().filter((provider) => provider.kind === kind)

function providerAt(account: Account, arn: string | undefined, kind: StoredProvider['kind']): StoredProvider {
  const provider = account.providers.get(arn ?? '')
  if (provider?.kind === kind) return provider
  throw new AwsError(
    'NoSuchEntity',
    `${kind === 'saml' ? 'Manifest' : 'OpenIDConnect Provider'} not found for arn ${arn}`,
  )
}

const listSamlProviders = reading<object, ListSAMLProvidersResponse>(ListSAMLProviders$, (account) => ({
  SAMLProviderList: ofKind(account, 'saml').map(({ arn, createdAt }) => ({
    Arn: arn,
    CreateDate: entityDate(createdAt),
  })),
}))

const listOidcProviders = reading<object, ListOpenIDConnectProvidersResponse>(
  ListOpenIDConnectProviders$,
  (account) => ({
    OpenIDConnectProviderList: ofKind(account, 'oidc').map(({ arn }) => ({ Arn: arn })),
  }),
)

const getSamlProvider = reading<GetSAMLProviderRequest, GetSAMLProviderResponse>(GetSAMLProvider$, (account, input) => {
  const { metadata, createdAt, tags } = providerAt(account, input.SAMLProviderArn, 'saml')
  return { SAMLMetadataDocument: metadata ?? '', CreateDate: entityDate(createdAt), Tags: tagList(tags) }
})

const getOidcProvider = reading<GetOpenIDConnectProviderRequest, GetOpenIDConnectProviderResponse>(
  GetOpenIDConnectProvider$,
  (account, input) => {
    const { arn, createdAt, clientIds, thumbprints, tags } = providerAt(account, input.OpenIDConnectProviderArn, 'oidc')
    return {
      Url: arn.slice(arn.indexOf('/') + 1),
      ClientIDList: [...clientIds],
      ThumbprintList: [...thumbprints],
      CreateDate: entityDate(createdAt),
      Tags: tagList(tags),
    }
  },
)

const deleteSamlProvider = changing<DeleteSAMLProviderRequest, object>(DeleteSAMLProvider$, (account, input) => {
  account.providers.remove(providerAt(account, input.SAMLProviderArn, 'saml').arn)
  return {}
})

/** Deleting an OIDC provider that is not there is no fault, as IAM has it. */
const deleteOidcProvider = changing<DeleteOpenIDConnectProviderRequest, object>(
  DeleteOpenIDConnectProvider$,
  (account, input) => {
    if (account.providers.get(input.OpenIDConnectProviderArn ?? '')?.kind === 'oidc') {
      account.providers.remove(input.OpenIDConnectProviderArn ?? '')
    }
    return {}
  },
)

export const identityProviderOperations: readonly QueryOperation[] = [
  createSamlProvider,
  createOidcProvider,
  listSamlProviders,
  listOidcProviders,
  getSamlProvider,
  getOidcProvider,
  deleteSamlProvider,
  deleteOidcProvider,
]
