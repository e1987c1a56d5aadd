import { heldRoles, type Model, type PersonDefinition, type RoleDefinition, RolewrightError } from '@rolewright/core'

/** The rule of the model by which a person may not hold a role beside their own; undefined where none speaks against it. */
export function conflictOf(
  model: Model,
  given: {
    readonly person: PersonDefinition
    readonly role: RoleDefinition
    readonly account: string
    readonly now: Date
  },
): RolewrightError | undefined {
  const { person, role, now } = given
  const account = model.accounts.find(({ accountId }) => accountId === given.account)
  if (account === undefined) return undefined
  const held = heldRoles(person, { account, now })
  if (held.some(({ id }) => id === role.id)) {
    return new RolewrightError({
      code: 'grant-conflict',
      message: `\`${person.id}\` holds \`${role.id}\` for good`,
      hint: 'there is nothing to give for a time',
    })
  }
  for (const rule of model.rules) {
    if (rule.kind !== 'mutually-exclusive' || !rule.roles.some(({ id }) => id === role.id)) continue
    const other = held.find(({ id }) => rule.roles.some((one) => one.id === id))
    if (other === undefined) continue
    return new RolewrightError({
      code: 'grant-conflict',
      message: `\`${person.id}\` holds \`${other.id}\`, and nobody may hold that together with \`${role.id}\``,
      hint: 'let somebody else do it: the model keeps the two apart',
    })
  }
  return undefined
}
