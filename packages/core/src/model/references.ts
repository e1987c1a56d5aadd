import type { AccountDefinition, ModelInput, PersonDefinition, RoleDefinition, Rule } from '../define/definitions.ts'
import { partitionOf } from '../define/partition.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { nearest } from '../diagnostic/nearest.ts'
import { modelError, shapeFindings } from './model-findings.ts'
import { isMembership } from './is-membership.ts'
import { standingIn } from './standing.ts'

interface Known {
  readonly input: ModelInput
  readonly roles: ReadonlySet<string>
  readonly accounts: ReadonlySet<string>
}

/** What points to something that the model does not have, or that is not the one it has. */
export function references(input: ModelInput): readonly Finding[] {
  const known: Known = {
    input,
    roles: new Set(input.roles.map((role) => role.id)),
    accounts: new Set(input.accounts.map((account) => account.id)),
  }
  return [
    ...input.people.flatMap((person) => personReferences(known, person)),
    ...input.accounts.flatMap((account) => accountReferences(known, account)),
    ...(input.rules ?? []).flatMap((rule, index) =>
      rolesOf(rule).flatMap((role) => unknownRole({ known, id: role?.id, path: `model.rules[${index}]` })),
    ),
  ]
}

function rolesOf(rule: Rule): readonly RoleDefinition[] {
  switch (rule.kind) {
    case 'mutually-exclusive':
      return rule.roles
    case 'at-most':
      return [rule.role]
    case 'requires':
      return [rule.role, rule.required]
    case 'separate':
      return []
    default:
      return rule satisfies never
  }
}

function personReferences(known: Known, person: PersonDefinition): readonly Finding[] {
  const path = `person ${person.id}`
  return [
    ...person.roles.flatMap((held, index) => {
      const place = `${path}.roles[${index}]`
      if (!isMembership(held)) return unknownRole({ known, id: held.id, path: place })
      const ends = held.from !== undefined && held.until !== undefined && new Date(held.until) <= new Date(held.from)
      return [
        ...unknownRole({ known, id: held.role?.id, path: place }),
        ...(ends
          ? [
              modelError({
                code: 'RW-DATES',
                message: `the role \`${held.role.id}\` ends (${held.until}) before it begins (${held.from})`,
                path: place,
                hint: '`from` is the first day, `until` the day after the last',
              }),
            ]
          : []),
      ]
    }),
    ...unknownIds({ ids: person.accounts, known: known.accounts, what: 'account', path: `${path}.accounts` }),
  ]
}

function accountReferences(known: Known, account: AccountDefinition): readonly Finding[] {
  const path = `account ${account.id}`
  const parameters =
    known.input.parameters === undefined
      ? []
      : shapeFindings(known.input.parameters, account.parameters, `${path}.parameters`)
  return [
    ...unknownIds({ ids: account.roles, known: known.roles, what: 'role', path: `${path}.roles` }),
    ...standingReferences(account, path),
    ...parameters.map((finding) => ({
      ...finding,
      code: 'RW-PARAMETERS',
      hint: "what an account has to give is said by the model's `parameters`",
    })),
  ]
}

/** ARNs of another account, and two of one name: a role could not tell which of them it means. */
function standingReferences(account: AccountDefinition, path: string): readonly Finding[] {
  const seen = new Map<string, string>()
  return standingIn(account).flatMap(({ kind, name, arn, is }): readonly Finding[] => {
    const key = `${kind} ${name.toLowerCase()}`
    const before = seen.get(key)
    seen.set(key, arn)
    const { partition = 'aws' } = account
    const elsewhere = arn.split(':')[4] !== account.accountId || partitionOf(arn) !== partition
    if (!elsewhere && before === undefined) return []
    return [
      modelError({
        code: 'RW-FOREIGN-ARN',
        message: elsewhere
          ? `\`${arn}\` is not of the account \`${account.accountId}\`${partitionOf(arn) === partition ? '' : `, which is in the partition \`${partition}\``}`
          : `two ${kind === 'group' ? 'groups' : 'policies'} named \`${name}\` stand in \`foreign\` and \`adopted\`: \`${before}\` and \`${arn}\``,
        path: `${path}.${is}`,
        hint: elsewhere
          ? 'name what is foreign or adopted in the account that it lies in'
          : 'keep the one that the account has: IAM knows names once, whatever their path or case',
      }),
    ]
  })
}

function unknownRole(given: { known: Known; id: string | undefined; path: string }): readonly Finding[] {
  if (given.id !== undefined && given.known.roles.has(given.id)) return []
  const spelling = given.id === undefined ? undefined : nearest(given.id, given.known.roles)
  return [
    modelError({
      code: 'RW-UNKNOWN-ROLE',
      message: `the role \`${given.id}\` is not in the model`,
      path: given.path,
      hint:
        spelling === undefined
          ? "add it to the model's `roles`, or take it away here"
          : `did you mean \`${spelling}\`? Otherwise add it to the model's \`roles\``,
    }),
  ]
}

function unknownIds(given: {
  ids: readonly string[] | undefined
  known: ReadonlySet<string>
  what: 'account' | 'role'
  path: string
}): readonly Finding[] {
  return (given.ids ?? []).flatMap((id, index) => {
    if (given.known.has(id)) return []
    const spelling = nearest(id, given.known)
    return [
      modelError({
        code: given.what === 'role' ? 'RW-UNKNOWN-ROLE' : 'RW-UNKNOWN-ACCOUNT',
        message: `there is no ${given.what} \`${id}\``,
        path: `${given.path}[${index}]`,
        hint:
          spelling === undefined
            ? `there is ${[...given.known].map((one) => `\`${one}\``).join(', ')}`
            : `did you mean \`${spelling}\`?`,
      }),
    ]
  })
}
