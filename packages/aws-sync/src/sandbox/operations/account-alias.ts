import {
  CreateAccountAlias$,
  DeleteAccountAlias$,
  ListAccountAliases$,
  type CreateAccountAliasRequest,
  type DeleteAccountAliasRequest,
  type ListAccountAliasesRequest,
  type ListAccountAliasesResponse,
} from '@aws-sdk/client-iam'
import { AwsError } from '../aws-error.ts'
import { changing, reading, type QueryOperation } from '../operation.ts'

/** An account has one alias at most: another takes its place. */
const createAccountAlias = changing<CreateAccountAliasRequest, object>(CreateAccountAlias$, (account, input) => {
  const settings = account.settings.get()
  const { AccountAlias: alias = '' } = input
  if (settings.alias === alias) {
    throw new AwsError('EntityAlreadyExists', `The account alias ${alias} already exists.`)
  }
  account.settings.set({ ...settings, alias })
  return {}
})

const deleteAccountAlias = changing<DeleteAccountAliasRequest, object>(DeleteAccountAlias$, (account, input) => {
  const { alias, ...settings } = account.settings.get()
  if (alias === undefined || alias !== input.AccountAlias) {
    throw new AwsError('NoSuchEntity', `The account alias ${input.AccountAlias} cannot be found.`)
  }
  account.settings.set(settings)
  return {}
})

const listAccountAliases = reading<ListAccountAliasesRequest, ListAccountAliasesResponse>(
  ListAccountAliases$,
  (account) => {
    const { alias } = account.settings.get()
    return { AccountAliases: alias === undefined ? [] : [alias], IsTruncated: false }
  },
)

export const accountAliasOperations: readonly QueryOperation[] = [
  createAccountAlias,
  deleteAccountAlias,
  listAccountAliases,
]
