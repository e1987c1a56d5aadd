import type { Finding } from '../diagnostic/finding.ts'
import { modelError, shapeFindings } from './model-findings.ts'
import {
  accountSchema,
  awsManagedSchema,
  membershipSchema,
  modelSchema,
  ownPolicySchema,
  personSchema,
  roleSchema,
  taskSchema,
} from './model-schema.ts'

/**
 * What is wrong with the shape of a model, whatever was given: an author may use plain JavaScript, and two files that import each
 * other give `undefined` where a type checker sees a role. Each role, task and policy is looked at once, however often it is shared.
 */
export function modelShapes(input: unknown): readonly Finding[] {
  const seen = new Set<unknown>()
  const once = (value: unknown, findings: () => readonly Finding[]): readonly Finding[] => {
    if (seen.has(value)) return []
    seen.add(value)
    return findings()
  }
  const task = (value: unknown, path: string): readonly Finding[] => [
    ...shapeFindings(taskSchema, value, path),
    ...each(value, 'policies', (inner, place) =>
      once(inner, () => policy(inner, `${path} > ${label('policy', inner, place)}`)),
    ),
    ...each(value, 'requires', (inner, place) =>
      once(inner, () => task(inner, `${path} > ${label('task', inner, place)}`)),
    ),
  ]
  const role = (value: unknown, path: string): readonly Finding[] => [
    ...shapeFindings(roleSchema, value, path),
    ...each(value, 'tasks', (inner, place) =>
      once(inner, () => task(inner, `${path} > ${label('task', inner, place)}`)),
    ),
  ]
  return [
    ...shapeFindings(modelSchema, input, 'model'),
    ...each(input, 'roles', (value, place) => role(value, label('role', value, place))),
    ...each(input, 'people', (value, place) => person(value, label('person', value, place))),
    ...each(input, 'accounts', (value, place) => shapeFindings(accountSchema, value, label('account', value, place))),
  ]
}

function policy(value: unknown, path: string): readonly Finding[] {
  const schema = property(value, 'kind') === 'aws-managed' ? awsManagedSchema : ownPolicySchema
  return shapeFindings(schema, value, path)
}

function person(value: unknown, path: string): readonly Finding[] {
  return [
    ...shapeFindings(personSchema, value, path),
    ...each(value, 'roles', (held, place) => {
      if (isObject(held)) return 'role' in held ? shapeFindings(membershipSchema, held, `${path}.roles[${place}]`) : []
      return [
        modelError({
          code: 'RW-SHAPE',
          message: `a role is expected, but this is \`${String(held)}\``,
          path: `${path}.roles[${place}]`,
          hint: 'give what `defineRole` returned; `undefined` here often means that two files import each other',
        }),
      ]
    }),
  ]
}

function each(
  value: unknown,
  name: string,
  look: (inner: unknown, place: number) => readonly Finding[],
): readonly Finding[] {
  const list = property(value, name)
  // A comma too many leaves a hole in a list, which `flatMap` would pass over.
  return Array.isArray(list) ? Array.from<unknown>(list).flatMap((inner, place) => look(inner, place)) : []
}

function label(what: string, value: unknown, place: number): string {
  const name = property(value, 'id') ?? property(value, 'name')
  return typeof name === 'string' ? `${what} ${name}` : `${what} number ${place + 1}`
}

function property(value: unknown, name: string): unknown {
  return isObject(value) ? value[name] : undefined
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
