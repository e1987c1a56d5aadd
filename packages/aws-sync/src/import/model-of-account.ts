import {
  type AccountState,
  type AwsManagedDocuments,
  defineAccount,
  defineModel,
  defineRole,
  groupName,
  type Model,
  statePartition,
} from '@rolewright/core'
import { importPeople } from './import-people.ts'
import { importPolicies } from './import-policies.ts'
import { DEVICES, distinct, idOf, titleOf } from './names.ts'
import type { Oddity } from './oddity.ts'
import { surveyAccount } from './survey-account.ts'
import { writableGroups } from './writable-groups.ts'

/** How what is imported is called. */
export interface ImportNames {
  /** Of the model; the owned path is made of it, so that it gets a number where the account has something there already. */
  readonly modelId: string
  /** Of the account in the model. */
  readonly accountName: string
}

/** A model of an account that exists, and what of it is not in the model or not as it is there. */
export interface ImportedModel {
  readonly model: Model
  /** For `aws-managed.lock.json`. */
  readonly awsManaged: AwsManagedDocuments
  readonly oddities: readonly Oddity[]
}

/** File names that mean something else beside the roles, here or to Windows. */
const TAKEN = ['model', 'accounts', 'people', 'tasks', ...DEVICES]

/** The model of an account as it is, whatever `check` says of it; see `importModel`. */
export function modelOfAccount(state: AccountState, names: ImportNames): ImportedModel {
  const policies = importPolicies(state)
  const groups = writableGroups(state, policies)
  const nextId = distinct(TAKEN)
  const roles = new Map(
    groups.written.map(({ group, tasks }) => {
      const id = nextId(idOf(group.name, 'group'))
      const role = defineRole({
        id,
        title: titleOf(group.name),
        owner: 'unknown',
        justification: `Held by the IAM group ${group.name} when the account was imported`,
        ...(groupName({ id }) === group.name ? {} : { group: group.name }),
        tasks,
      })
      return [group.name, role] as const
    }),
  )
  const held = new Set(groups.written.flatMap(({ group }) => group.attachedPolicies))
  const foreign = [
    ...groups.written.map(({ group }) => group.arn),
    ...policies.foreign.filter((arn) => held.has(arn)),
  ].toSorted()
  const partition = statePartition(state) ?? 'aws'
  const account = defineAccount({
    id: names.accountName,
    accountId: state.accountId,
    ...(partition === 'aws' ? {} : { partition }),
    ...(foreign.length === 0 ? {} : { foreign }),
  })
  const { people, oddities } = importPeople(state.users, roles)
  return {
    model: defineModel({
      id: freeModelId(state, names.modelId),
      roles: [...roles.values()],
      people,
      accounts: [account],
    }),
    awsManaged: Object.fromEntries(Object.entries(policies.awsManaged).filter(([arn]) => held.has(arn))),
    oddities: [...policies.oddities, ...groups.oddities, ...oddities, ...surveyAccount(state, new Set(roles.keys()))],
  }
}

/** What lies under a model's path is the model's: an import must not find itself the owner of anything. */
function freeModelId(state: AccountState, wanted: string): string {
  const paths = [...state.groups, ...state.policies].map(({ path }) => path.toLowerCase())
  let id = wanted
  for (let number = 2; paths.some((path) => path.startsWith(`/rolewright/${id}/`)); number++) id = `${wanted}-${number}`
  return id
}
