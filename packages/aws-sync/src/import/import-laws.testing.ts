import { type AccountState, compile, defineAccount, defineModel, diff, type Model } from '@rolewright/core'
import { expect } from 'vitest'
import { stateFromAuthorizationDetails } from '../read/state-from-authorization-details.ts'
import { type ImportedModel, modelOfAccount } from './model-of-account.ts'

const now = new Date('2026-11-28T00:00:00Z')

/** Imports an account, and expects that a plan from it is empty. */
export function expectEmptyPlan(details: object): { readonly state: AccountState; readonly made: ImportedModel } {
  const state = stateFromAuthorizationDetails(JSON.stringify(details))
  const made = modelOfAccount(state, { modelId: 'acme', accountName: 'main' })
  const plan = diff(state, compiled(made.model, made))
  expect(plan.changes).toEqual([])
  expect(plan.notes.filter(({ kind }) => kind === 'name-taken')).toEqual([])
  return { state, made }
}

/** What a plan would do if everything that was imported were adopted at once. */
export function changesOnceAdopted({
  state,
  made,
}: ReturnType<typeof expectEmptyPlan>): ReturnType<typeof diff>['changes'] {
  const [account] = made.model.accounts
  if (account === undefined) throw new Error('the import has no account')
  const { foreign = [], ...rest } = account
  const { id, roles, people } = made.model
  const adopted = defineModel({ id, roles, people, accounts: [defineAccount({ ...rest, adopted: foreign })] })
  return diff(state, compiled(adopted, made)).changes
}

function compiled(model: Model, { awsManaged }: ImportedModel): AccountState {
  const [account] = model.accounts
  if (account === undefined) throw new Error('the import has no account')
  return compile(model, account, { now, awsManaged }).state
}
