import { nearest } from '../../diagnostic/nearest.ts'
import { operatorNames, parseOperator } from '../parse/condition-operator.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../parse/json-value.ts'
import { shorten } from '../parse/shorten.ts'
import type { Place } from './place.ts'
import { isList, type LintContext, own } from './statement-view.ts'

const policyElements = ['Version', 'Id', 'Statement']
const statementElements = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]
const versions: ReadonlySet<string> = new Set(['2012-10-17', '2008-10-17'])

/** The elements a policy is made of: which there are, which are missing, and whether each holds the JSON type that it should. */
export function checkGrammar(document: JsonValue, context: LintContext): void {
  const { report } = context
  if (!isJsonObject(document)) {
    report('DATA_TYPE_MISMATCH', [], `${kindOf(document)} stands where the policy should be`, {
      hint: 'write an object with `Version` and `Statement`',
    })
    return
  }
  checkElements(document, { known: policyElements, place: [], context })
  checkVersion(own(document, 'Version'), context)
  const id = own(document, 'Id')
  if (id !== undefined && typeof id !== 'string') mismatch(id, { place: ['Id'], wanted: 'a string', context })
  checkStatements(own(document, 'Statement'), context)
}

function checkVersion(version: JsonValue | undefined, { report, ...rest }: LintContext): void {
  if (version === undefined) report('MISSING_VERSION', [], 'the policy has no `Version`')
  else if (typeof version !== 'string') {
    mismatch(version, { place: ['Version'], wanted: 'a string', context: { report, ...rest } })
  } else if (!versions.has(version)) {
    report('INVALID_VERSION', ['Version'], `${shorten(version)} is not a version of the policy language`)
  }
}

function checkStatements(value: JsonValue | undefined, context: LintContext): void {
  const { report } = context
  if (value === undefined) report('MISSING_STATEMENT', [], 'the policy has no `Statement`')
  else if (isJsonObject(value)) checkStatement(value, ['Statement'], context)
  else if (!isList(value)) mismatch(value, { place: ['Statement'], wanted: 'a list of statements', context })
  else if (value.length === 0) report('MISSING_STATEMENT', ['Statement'], 'the list of statements is empty')
  else {
    for (const [index, item] of value.entries()) {
      const place = ['Statement', index]
      if (isJsonObject(item)) checkStatement(item, place, context)
      else mismatch(item, { place, wanted: 'a statement', context })
    }
  }
}

function checkStatement(statement: JsonObject, place: Place, context: LintContext): void {
  checkElements(statement, { known: statementElements, place, context })
  checkEffect(own(statement, 'Effect'), place, context)
  checkPair(statement, {
    pair: ['Action', 'NotAction'],
    missing: 'MISSING_ACTION',
    empty: 'EMPTY_ARRAY_ACTION',
    place,
    context,
  })
  if (context.kind === 'identity') {
    checkPair(statement, {
      pair: ['Resource', 'NotResource'],
      missing: 'MISSING_RESOURCE',
      empty: 'EMPTY_ARRAY_RESOURCE',
      place,
      context,
    })
    for (const element of ['Principal', 'NotPrincipal']) {
      if (own(statement, element) === undefined) continue
      context.report('UNSUPPORTED_PRINCIPAL', [...place, element], `\`${element}\` stands in an identity policy`, {
        onKey: true,
      })
    }
  }
  const condition = own(statement, 'Condition')
  if (condition !== undefined) checkCondition(condition, [...place, 'Condition'], context)
  const sid = own(statement, 'Sid')
  if (sid !== undefined && typeof sid !== 'string')
    mismatch(sid, { place: [...place, 'Sid'], wanted: 'a string', context })
}

function checkEffect(effect: JsonValue | undefined, place: Place, context: LintContext): void {
  const at = [...place, 'Effect']
  if (effect === undefined) context.report('MISSING_EFFECT', place, 'a statement has no `Effect`')
  else if (typeof effect !== 'string') mismatch(effect, { place: at, wanted: 'a string', context })
  else if (effect !== 'Allow' && effect !== 'Deny') {
    context.report('INVALID_EFFECT', at, `${shorten(effect)} is not an effect`)
  }
}

interface Pair {
  readonly pair: readonly [string, string]
  readonly missing: 'MISSING_ACTION' | 'MISSING_RESOURCE'
  readonly empty: 'EMPTY_ARRAY_ACTION' | 'EMPTY_ARRAY_RESOURCE'
  readonly place: Place
  readonly context: LintContext
}

/** An element and its negation: exactly one of the two, a string or a list of strings. */
function checkPair(statement: JsonObject, { pair: [one, other], missing, empty, place, context }: Pair): void {
  const { report } = context
  const present = [one, other].filter((element) => own(statement, element) !== undefined)
  if (present.length === 0) report(missing, place, `a statement has neither \`${one}\` nor \`${other}\``)
  if (present.length === 2) {
    report('UNSUPPORTED_ELEMENT_COMBINATION', [...place, other], `a statement has both \`${one}\` and \`${other}\``, {
      onKey: true,
    })
  }
  for (const element of present) {
    const value = own(statement, element)
    const at = [...place, element]
    if (typeof value === 'string' || value === undefined) continue
    if (!isList(value)) mismatch(value, { place: at, wanted: 'a string or a list of strings', context })
    else if (value.length === 0) report(empty, at, `\`${element}\` is an empty list`)
    else {
      for (const [index, item] of value.entries()) {
        if (typeof item !== 'string') mismatch(item, { place: [...at, index], wanted: 'a string', context })
      }
    }
  }
}

function checkCondition(condition: JsonValue, place: Place, context: LintContext): void {
  const { report } = context
  if (!isJsonObject(condition)) {
    mismatch(condition, { place, wanted: 'an object of operators', context })
    return
  }
  const operators = Object.entries(condition)
  if (operators.length === 0) report('EMPTY_OBJECT_CONDITION', place, 'the condition is empty')
  for (const [operator, keys] of operators) {
    const at = [...place, operator]
    if (parseOperator(operator) === undefined) checkOperator(operator, at, context)
    if (!isJsonObject(keys)) mismatch(keys, { place: at, wanted: 'an object of condition keys', context })
    else if (Object.keys(keys).length === 0)
      report('EMPTY_OBJECT_CONDITION', at, `the operator ${shorten(operator)} has no condition keys`)
    else {
      for (const [key, value] of Object.entries(keys)) {
        for (const [index, item] of (isList(value) ? value : [value]).entries()) {
          if (typeof item !== 'object') continue
          mismatch(item, {
            place: isList(value) ? [...at, key, index] : [...at, key],
            wanted: 'a string, number or boolean',
            context,
          })
        }
      }
    }
  }
}

function checkOperator(operator: string, place: Place, { report }: LintContext): void {
  if (/^(?:ForAllValues:|ForAnyValue:)?NullIfExists$/.test(operator)) {
    report('NULL_WITH_IF_EXISTS', place, `${shorten(operator)} combines \`Null\` with \`IfExists\``, { onKey: true })
    return
  }
  const bare = operator.replace(/^.*:/, '').replace(/IfExists$/, '')
  const meant = nearest(bare.slice(0, 100), operatorNames)
  const hint = meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }
  report('INVALID_CONDITION_OPERATOR', place, `${shorten(operator)} is not a condition operator`, {
    ...hint,
    onKey: true,
  })
}

function checkElements(object: JsonObject, at: { known: readonly string[]; place: Place; context: LintContext }): void {
  for (const key of Object.keys(object)) {
    if (at.known.includes(key)) continue
    const meant = nearest(key.slice(0, 100), at.known)
    const hint = meant === undefined ? {} : { hint: `did you mean \`${meant}\`?` }
    at.context.report('INVALID_POLICY_ELEMENT', [...at.place, key], `${shorten(key)} is not an element of a policy`, {
      ...hint,
      onKey: true,
    })
  }
}

function mismatch(value: JsonValue, at: { place: Place; wanted: string; context: LintContext }): void {
  at.context.report('DATA_TYPE_MISMATCH', at.place, `${kindOf(value)} stands where ${at.wanted} should be`)
}

function kindOf(value: JsonValue): string {
  if (value === null) return '`null`'
  if (isList(value)) return 'a list'
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${shorten(String(value))}`
}
