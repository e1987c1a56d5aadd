import {
  type AccountState,
  type AwsManagedDocuments,
  check,
  compile,
  defineModel,
  diff,
  type Model,
  suppress,
  type Suppression,
} from '@rolewright/core'
import { type ImportedModel, type ImportNames, modelOfAccount } from './model-of-account.ts'

/** How what is imported is called, and the day. */
export interface ImportOptions extends ImportNames {
  readonly now: Date
}

/** How long an error that was found at the import may stay, in days. */
const GRACE_DAYS = 90
const DAY = 86_400_000

/**
 * The model of an account as it is: a role for each group that holds a policy, a task for each policy, a person for each user. All groups and
 * policies stand in the account's `foreign`, so that a plan is empty and stays so until something is adopted. What could not be written is among the
 * oddities.
 *
 * A plan that is not empty would be a mistake in the import itself: it throws then, and nothing comes of it.
 *
 * @example
 * ```ts
 * const { model, oddities } = importModel(await readAccount(clients), { modelId: 'example', accountName: 'main', now: new Date() })
 * ```
 */
export function importModel(state: AccountState, options: ImportOptions): ImportedModel {
  const made = modelOfAccount(state, options)
  const given = { now: options.now, awsManaged: made.awsManaged }
  const suppressions = suppressErrors(made.model, given)
  const model = suppressions.length === 0 ? made.model : defineModel({ ...inputOf(made.model), suppressions })
  requireEmptyPlan(state, model, given)
  return { ...made, model }
}

/** Errors of `check` would stop every plan, and stand in the account already: each is let pass for a while, where everybody sees it. */
function suppressErrors(
  model: Model,
  given: { readonly now: Date; readonly awsManaged: AwsManagedDocuments },
): readonly Suppression[] {
  const until = new Date(given.now.getTime() + GRACE_DAYS * DAY).toISOString().slice(0, 10)
  const places = new Map<string, Suppression>()
  for (const { code, path, severity } of check(model, given)) {
    if (severity !== 'error' || path === undefined) continue
    places.set(
      `${code} ${path}`,
      suppress({ code, path, reason: 'stood so in the account when it was imported', until }),
    )
  }
  return [...places.values()]
}

function inputOf({ id, roles, people, accounts }: Model): Pick<Model, 'id' | 'roles' | 'people' | 'accounts'> {
  return { id, roles, people, accounts }
}

function requireEmptyPlan(
  state: AccountState,
  model: Model,
  given: { readonly now: Date; readonly awsManaged: AwsManagedDocuments },
): void {
  const [account] = model.accounts
  const changes = account === undefined ? [] : diff(state, compile(model, account, given).state).changes
  const [first] = changes
  if (first === undefined) return
  throw new Error(
    `what the import would write gives a plan with ${changes.length} changes, the first of kind ${first.kind}; nothing is written`,
  )
}
