import { nearest } from '../diagnostic/nearest.ts'
import { operatorNames, parseOperator } from './condition-operator.ts'
import { GrammarFault, type Path, wrongType } from './grammar.ts'
import { isJsonObject, type JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

/** Checks a Condition element: operators that IAM knows, keys, and values that are strings, numbers or booleans. */
export function checkConditions(conditions: JsonValue, path: Path): void {
  if (!isJsonObject(conditions)) throw wrongType(path, 'an object of condition operators', conditions)
  for (const [operator, keys] of Object.entries(conditions)) {
    const place = [...path, operator]
    if (parseOperator(operator) === undefined) throw unknownOperator(operator, place)
    if (!isJsonObject(keys)) throw wrongType(place, 'an object of condition keys', keys)
    for (const [key, values] of Object.entries(keys)) checkValues(key, values, [...place, key])
  }
}

function checkValues(key: string, values: JsonValue, path: Path): void {
  if (key.trim() === '' || key === '__proto__') {
    throw new GrammarFault({
      code: 'invalid-condition-key',
      message: `${shorten(key)} is not a condition key`,
      path,
      hint: 'a condition key has a prefix, such as `aws:SourceIp`',
      onKey: true,
    })
  }
  const isList = Array.isArray(values)
  for (const [index, value] of (isList ? values : [values]).entries()) {
    if (typeof value === 'object') {
      throw wrongType(isList ? [...path, index] : path, 'a string, number or boolean', value)
    }
  }
}

function unknownOperator(operator: string, path: Path): GrammarFault {
  const colon = operator.indexOf(':')
  const ifExists = /ifexists$/i.test(operator)
  const bare = operator.slice(colon + 1, ifExists ? -'IfExists'.length : undefined)
  const meant = nearest(bare, operatorNames)
  const prefix = colon === -1 ? undefined : nearest(operator.slice(0, colon), ['ForAllValues', 'ForAnyValue'])
  const suggestion = `${prefix === undefined ? '' : `${prefix}:`}${meant}${ifExists && meant !== 'Null' ? 'IfExists' : ''}`
  return new GrammarFault({
    code: 'unknown-operator',
    message: `${shorten(operator)} is not a condition operator`,
    path,
    hint: meant === undefined ? 'operators are named as in `StringEquals`' : `did you mean \`${suggestion}\`?`,
    onKey: true,
  })
}
