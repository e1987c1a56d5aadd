import { type AccountState, groupName, type StatementSource } from '@rolewright/core'
import type { ViewContext } from '../view/context.ts'
import { stateId } from '../view/context.ts'
import type { Link } from '../view/links.ts'

/** One account as the page of questions asks it: what the evaluator needs, and where the answers' names lead. */
export interface WhoCanData {
  readonly state: AccountState
  readonly statements: readonly StatementSource[]
  /** By ARN. */
  readonly policies: Readonly<Record<string, string>>
  /** By the group's name. */
  readonly roles: Readonly<Record<string, Link>>
  /** By the user's name. */
  readonly people: Readonly<Record<string, Link>>
  /** Titles of tasks by id. */
  readonly tasks: Readonly<Record<string, string>>
  /** Where policies are written, by their names in the model: `roles/buyer.ts:12`. */
  readonly places: Readonly<Record<string, string>>
}

/** The data of each account, by the last part of its page's address. */
export function whoCanData({
  input,
  links,
}: ViewContext): readonly { readonly slug: string; readonly data: WhoCanData }[] {
  const { model, sourceLocations = {} } = input
  const places = Object.fromEntries(
    Object.entries(sourceLocations).flatMap(([key, { file, line }]) =>
      key.startsWith('policy:') ? [[key.slice('policy:'.length), `${file}:${line}`]] : [],
    ),
  )
  return input.states.map(({ account, state, sources }) => ({
    slug: links.slug('accounts', account.id),
    data: {
      state: {
        accountId: state.accountId,
        groups: state.groups,
        policies: state.policies.map((policy) => ({
          name: policy.name,
          path: policy.path,
          arn: policy.arn,
          defaultVersionId: policy.defaultVersionId,
          versions: policy.versions.filter(({ versionId }) => versionId === policy.defaultVersionId),
        })),
        users: state.users,
        roles: [],
      },
      statements: sources?.statements ?? [],
      policies: Object.fromEntries(
        state.policies.map((policy) => [policy.arn, links.to('policies', stateId(policy)) ?? '']),
      ),
      roles: Object.fromEntries(model.roles.map((role) => [groupName(role), links.link('roles', role.id, role.title)])),
      people: Object.fromEntries(
        model.people.map((person) => [person.userName, links.link('people', person.id, person.name)]),
      ),
      tasks: Object.fromEntries(model.tasks.map((task) => [task.id, task.title])),
      places,
    },
  }))
}
