import { nearest } from '../../diagnostic/nearest.ts'
import { operatorNames, parseOperator } from './condition-operator.ts'
import { GrammarFault, type Path, wrongType } from './grammar.ts'
import { isJsonObject, type JsonValue } from './json-value.ts'
import { shorten } from './shorten.ts'

/** Checks a Condition element: operators that IAM knows, keys, and values that are strings, numbers or booleans. */
export function checkConditions(conditions: JsonValue, path: Path): void {
  if (!isJsonObject(conditions)) throw wrongType(path, 'an object of condition operators', conditions)
  for (const operator of Object.keys(conditions)) {
    const place = [...path, operator]
    if (parseOperator(operator) === undefined) throw unknownOperator(operator, place)
    const keys = conditions[operator] ?? null
    if (!isJsonObject(keys)) throw wrongType(place, 'an object of condition keys', keys)
    for (const key of Object.keys(keys)) {
      if (key.trim() === '' || key === '__proto__') throw invalidKey(key, [...place, key])
      checkValues(keys[key] ?? null, () => [...place, key])
    }
  }
}

function checkValues(values: JsonValue, path: () => Path): void {
  if (!Array.isArray(values)) {
    if (typeof values === 'object') throw wrongType(path(), 'a string, number or boolean', values)
    return
  }
  for (const [index, value] of values.entries()) {
    if (typeof value === 'object') throw wrongType([...path(), index], 'a string, number or boolean', value)
  }
}

function invalidKey(key: string, path: Path): GrammarFault {
  return new GrammarFault({
    code: 'invalid-condition-key',
    message: `${shorten(key)} is not a condition key`,
    path,
    hint: 'a condition key has a prefix, such as `aws:SourceIp`',
    onKey: true,
  })
}

function unknownOperator(operator: string, path: Path): GrammarFault {
  const colon = operator.indexOf(':')
  const ifExists = /ifexists$/i.test(operator)
  const bare = operator.slice(colon + 1, ifExists ? -'IfExists'.length : undefined)
  const meant = nearest(bare, operatorNames)
  const prefix = colon === -1 ? undefined : nearest(operator.slice(0, colon), ['ForAllValues', 'ForAnyValue'])
  const suffix = ifExists && meant !== 'Null' ? 'IfExists' : ''
  return new GrammarFault({
    code: 'unknown-operator',
    message: `${shorten(operator)} is not a condition operator`,
    path,
    hint:
      meant === undefined
        ? 'operators are named as in `StringEquals`'
        : `did you mean \`${prefix === undefined ? '' : `${prefix}:`}${meant}${suffix}\`?`,
    onKey: true,
  })
}
