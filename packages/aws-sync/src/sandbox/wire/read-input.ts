import { NormalizedSchema } from '@smithy/core/schema'
import { AwsError } from '../aws-error.ts'
import { camel, checkValue, missing, summary, unsatisfied } from './check-value.ts'
import { constraints, constraintsOfOperation } from './constraints.ts'
import type { FormNode } from './form.ts'

interface Reading {
  readonly operation: string
  readonly problems: string[]
}

/**
 * Reads an operation's input out of a form, by the SDK's own schema for it.
 *
 * @throws {AwsError} `ValidationError` that tells all missing and unfit parameters; `MalformedInput` for what is no number or no boolean.
 */
export function readInput(
  operation: string,
  schema: NormalizedSchema,
  form: FormNode,
): Readonly<Record<string, unknown>> {
  if (!schema.isStructSchema()) return {}
  const reading: Reading = { operation, problems: [] }
  const input = readStructure(schema, form, '', reading)
  if (reading.problems.length > 0) throw new AwsError('ValidationError', summary(reading.problems))
  return input
}

function readStructure(
  schema: NormalizedSchema,
  node: FormNode,
  prefix: string,
  reading: Reading,
): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  let position = 0
  const required = requiredMembers(schema)
  for (const [name, member] of schema.structIterator()) {
    const at = prefix + camel(name)
    const child = node.children.get(name)
    const value = child === undefined ? undefined : readValue(member, child, at, reading)
    if (value === undefined) {
      if (position < required) {
        reading.problems.push(unsatisfied(at, missing))
      }
    } else {
      result[name] = value
      const constraint = constraintsOfOperation[reading.operation]?.[name] ?? constraints[name]
      if (constraint !== undefined) reading.problems.push(...checkValue(value, constraint, at))
    }
    position++
  }
  return result
}

/** The SDK's schemas put required members first and hold their number in the last place. */
function requiredMembers(schema: NormalizedSchema): number {
  const raw: unknown = schema.getSchema()
  const count: unknown = Array.isArray(raw) ? raw[6] : undefined
  return typeof count === 'number' ? count : 0
}

function readValue(schema: NormalizedSchema, node: FormNode, at: string, reading: Reading): unknown {
  if (schema.isListSchema()) return readList(schema, node, at, reading)
  if (schema.isStructSchema()) return readStructure(schema, node, `${at}.`, reading)
  const { value } = node
  if (value === undefined) return undefined
  if (schema.isBooleanSchema()) return readBoolean(value, at)
  if (schema.isNumericSchema()) return readNumber(value, at)
  if (schema.isTimestampSchema()) return readDate(value, at)
  return value
}

function readList(schema: NormalizedSchema, node: FormNode, at: string, reading: Reading): unknown[] | undefined {
  const members = node.children.get('member')
  if (members === undefined) return node.value === '' ? [] : undefined
  const ordered = [...members.children].toSorted(([a], [b]) => Number(a) - Number(b))
  return ordered.flatMap(([index, child]) => {
    const value = readValue(schema.getValueSchema(), child, `${at}.${index}.member`, reading)
    return value === undefined ? [] : [value]
  })
}

function readBoolean(value: string, at: string): boolean {
  const lower = value.toLowerCase()
  if (lower !== 'true' && lower !== 'false') throw malformed(value, at, 'a boolean')
  return lower === 'true'
}

function readNumber(value: string, at: string): number {
  if (!/^-?\d{1,15}$/.test(value)) throw malformed(value, at, 'an integer')
  return Number(value)
}

function readDate(value: string, at: string): Date {
  const date = new Date(value)
  if (Number.isNaN(date.getTime())) throw malformed(value, at, 'a timestamp')
  return date
}

const malformed = (value: string, at: string, type: string): AwsError =>
  new AwsError(
    'MalformedInput',
    `Could not read the value ${JSON.stringify(value.slice(0, 100))} at '${at}' as ${type}`,
  )
