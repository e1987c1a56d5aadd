import { type AccountDefinition, type Model, nearest, RolewrightError } from '@rolewright/core'

/** The account that `--account` names by id or number; the model's only one without it. */
export function chooseAccount(model: Model, named: string | undefined): AccountDefinition {
  const ids = model.accounts.map((account) => account.id)
  const list = ids.map((id) => `\`${id}\``).join(', ')
  if (named === undefined) {
    const [only, ...others] = model.accounts
    if (only !== undefined && others.length === 0) return only
    throw new RolewrightError({
      code: 'account-unsaid',
      message: `the model has ${ids.length} accounts, and nothing says which one is meant`,
      hint: `name one with \`--account\`: ${list}`,
    })
  }
  const account = model.accounts.find((one) => one.id === named || one.accountId === named)
  if (account !== undefined) return account
  const spelling = nearest(named, [...ids, ...model.accounts.map((one) => one.accountId)])
  throw new RolewrightError({
    code: 'account-unknown',
    message: `the model has no account \`${named}\``,
    hint: spelling === undefined ? `its accounts are ${list}` : `did you mean \`${spelling}\`?`,
  })
}
