import {
  allow,
  type Conditions,
  type ConditionValue,
  deny,
  parsePolicy,
  type PolicyDocument,
  PolicyError,
  type Statement,
  type StatementDefinition,
  unlisted,
} from '@rolewright/core'
import { asTemplate } from './as-template.ts'
import { spellAction } from './spell-action.ts'

/** A document as an author would write it, or why it can't be written. */
export type DefinedStatements =
  | {
      readonly statements: readonly StatementDefinition[]
      /** What is odd about it, and written all the same. */
      readonly odd: readonly string[]
      /** What is not written as it stands, so that the document is another one once the model owns it. */
      readonly changes: readonly string[]
    }
  | { readonly problem: string }

/** A policy's statements as definitions. What is written means the same on every request, or it is a problem. */
export function defineStatements(document: PolicyDocument): DefinedStatements {
  const given = listOf(document.Statement)
  if (given.length === 0) return { problem: 'it has no statement' }
  const odd = new Set<string>(malformation(document))
  const changes = new Set<string>()
  if (document.Version !== '2012-10-17') changes.add(versionOddity(document))
  if (document.Id !== undefined) changes.add('its `Id` is not written')
  const statements: StatementDefinition[] = []
  for (const statement of given) {
    const defined = defineStatement(statement, { odd, changes })
    if (typeof defined === 'string') return { problem: defined }
    statements.push(defined)
  }
  return { statements, odd: [...odd], changes: [...changes] }
}

/** What IAM itself would say of the document. */
function malformation(document: PolicyDocument): readonly string[] {
  try {
    parsePolicy(document, { kind: 'identity' })
    return []
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error
    return [`IAM would refuse it: ${error.message}`]
  }
}

function versionOddity(document: PolicyDocument): string {
  const stated = document.Version === undefined ? 'it states no version' : `its version is ${document.Version}`
  return JSON.stringify(document.Statement).includes('${')
    ? `${stated}, so that \`\${…}\` is no variable in it; it is written as one of 2012-10-17, in which it is`
    : `${stated}; it is written as one of 2012-10-17, which means the same here`
}

function defineStatement(
  statement: Statement,
  { odd, changes }: { readonly odd: Set<string>; readonly changes: Set<string> },
): StatementDefinition | string {
  const { Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = statement
  if (Principal !== undefined || NotPrincipal !== undefined)
    return 'a statement names a principal, which a policy of this kind can’t'
  const texts = { Action, NotAction, Resource, NotResource }
  if ((Action === undefined) === (NotAction === undefined))
    return 'a statement has not exactly one of Action and NotAction'
  if ((Resource === undefined) === (NotResource === undefined))
    return 'a statement has not exactly one of Resource and NotResource'
  if (Object.values(texts).some((list) => list !== undefined && listOf(list).length === 0))
    return 'a statement has an empty list'

  const actions = listOf(Action ?? NotAction ?? []).map(spellAction)
  const problem = actions.find((action) => 'problem' in action)
  if (problem !== undefined && 'problem' in problem) return problem.problem
  const spelled = actions.flatMap((action) => {
    if ('problem' in action) return []
    if (action.unlisted) odd.add(`the catalogue does not know \`${action.action}\`; it is written as \`unlisted\``)
    return [action.unlisted ? unlisted(action.action) : action.action]
  })
  if (NotAction !== undefined)
    odd.add(`a statement ${Effect === 'Allow' ? 'allows' : 'denies'} all but some actions (NotAction)`)
  if (NotResource !== undefined) odd.add('a statement holds on all but some resources (NotResource)')

  const resources = templates(listOf(Resource ?? NotResource ?? []))
  const conditions = Condition === undefined ? undefined : templateConditions(Condition)
  if (resources === undefined || conditions === null) return 'it holds `{{`, which no template can spell here'

  const sid = Sid === undefined || Sid === '' ? undefined : Sid
  const writable = sid === undefined || /^[A-Za-z0-9]*$/.test(sid)
  if (!writable) changes.add(`the Sid \`${sid}\` is not written, since IAM takes letters and digits alone`)
  const rest = {
    ...(sid === undefined || !writable ? {} : { sid }),
    ...(conditions === undefined || Object.keys(conditions).length === 0 ? {} : { conditions }),
  }
  const on = Resource === undefined ? { notResources: resources } : { resources }
  const define = Effect === 'Allow' ? allow : deny
  return NotAction === undefined
    ? define({ ...rest, ...on, actions: spelled })
    : define({ ...rest, ...on, notActions: spelled })
}

function templates(texts: readonly string[]): readonly string[] | undefined {
  const written = texts.map(asTemplate)
  return written.every((text) => text !== undefined) ? written : undefined
}

/** Null where a text can't be spelled. */
function templateConditions(conditions: Conditions): Conditions | null {
  let spelled = true
  const one = (value: ConditionValue): ConditionValue => {
    const text = typeof value === 'string' ? asTemplate(value) : value
    if (text === undefined) spelled = false
    return text ?? value
  }
  const written = Object.entries(conditions).map(([operator, keys]) => [
    operator,
    Object.fromEntries(
      Object.entries(keys).map(([key, values]) => [
        one(key),
        typeof values === 'object' ? values.map(one) : one(values),
      ]),
    ),
  ])
  return spelled ? Object.fromEntries(written) : null
}

function listOf<T>(value: T | readonly T[]): readonly T[] {
  return isList(value) ? value : [value]
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value)
}
