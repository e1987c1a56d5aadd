import { expect, test } from 'vitest'
import { operatorNames } from '../parse/condition-operator.ts'
import type { ContextValue } from '../request.ts'
import { createEvaluator } from './create-evaluator.ts'

interface Samples {
  /** What the policy says. */
  readonly pattern: string
  readonly fits: string
  readonly differs: string
}

/** For each operator a value of a request that what it compares with fits, and one that it does not, both of its kind. */
const samples: Readonly<Record<string, Samples>> = {
  StringEquals: { pattern: 'blue', fits: 'blue', differs: 'Blue' },
  StringEqualsIgnoreCase: { pattern: 'blue', fits: 'BLUE', differs: 'red' },
  StringLike: { pattern: 'b*e', fits: 'blue', differs: 'red' },
  NumericEquals: { pattern: '10', fits: '10.0', differs: '11' },
  NumericLessThan: { pattern: '10', fits: '9', differs: '10' },
  NumericLessThanEquals: { pattern: '10', fits: '10', differs: '11' },
  NumericGreaterThan: { pattern: '10', fits: '11', differs: '10' },
  NumericGreaterThanEquals: { pattern: '10', fits: '10', differs: '9' },
  DateEquals: { pattern: '2026-03-01', fits: '2026-03-01T00:00:00Z', differs: '2026-03-02' },
  DateLessThan: { pattern: '2026-03-01', fits: '2026-02-28', differs: '2026-03-01' },
  DateLessThanEquals: { pattern: '2026-03-01', fits: '2026-03-01', differs: '2026-03-02' },
  DateGreaterThan: { pattern: '2026-03-01', fits: '2026-03-02', differs: '2026-03-01' },
  DateGreaterThanEquals: { pattern: '2026-03-01', fits: '2026-03-01', differs: '2026-02-28' },
  Bool: { pattern: 'true', fits: 'true', differs: 'false' },
  BinaryEquals: { pattern: 'YQ==', fits: 'YQ==', differs: 'Yg==' },
  IpAddress: { pattern: '192.0.2.0/24', fits: '192.0.2.1', differs: '198.51.100.1' },
  ArnLike: { pattern: 'arn:aws:iam::*:user/*', fits: 'arn:aws:iam::1:user/m', differs: 'arn:aws:iam::1:role/m' },
}

const negations: Readonly<Record<string, string>> = {
  StringNotEquals: 'StringEquals',
  StringNotEqualsIgnoreCase: 'StringEqualsIgnoreCase',
  StringNotLike: 'StringLike',
  NumericNotEquals: 'NumericEquals',
  DateNotEquals: 'DateEquals',
  NotIpAddress: 'IpAddress',
  ArnNotLike: 'ArnLike',
  ArnNotEquals: 'ArnLike',
}

const synonyms: Readonly<Record<string, string>> = { ArnEquals: 'ArnLike' }

/** What a request brings for the key: nothing, or values that fit (`f`) and differ (`d`). */
const columns = ['absent', 'empty list', 'f', 'd', '[f]', '[d]', '[f d]', '[d f]'] as const

/** Which of the columns hold, by modifiers, for what is not negated and for what is. */
const rules: Readonly<Record<string, readonly [plain: string, negated: string]>> = {
  '': ['..#.....', '##.#....'],
  IfExists: ['###.....', '##.#....'],
  'ForAllValues:': ['###.#...', '##.#.#..'],
  'ForAllValues:IfExists': ['###.#...', '##.#.#..'],
  'ForAnyValue:': ['..#.#.##', '...#.###'],
  'ForAnyValue:IfExists': ['..#.#.##', '...#.###'],
}

function valueOf(column: (typeof columns)[number], { fits, differs }: Samples): ContextValue | undefined {
  if (column === 'absent') return undefined
  if (column === 'empty list') return []
  if (column === 'f') return fits
  if (column === 'd') return differs
  return column
    .slice(1, -1)
    .split(' ')
    .map((letter) => (letter === 'f' ? fits : differs))
}

const cases = operatorNames
  .filter((name) => name !== 'Null')
  .flatMap((name) => Object.entries(rules).map(([modifiers, rule]) => ({ name, modifiers, rule })))

test.each(cases)('$modifiers of $name', ({ name, modifiers, rule }) => {
  const sample = samples[negations[name] ?? synonyms[name] ?? name]
  if (sample === undefined) throw new Error(`no samples for ${name}`)
  const [set = '', ifExists] = modifiers.includes(':') ? modifiers.split(/(?<=:)/) : ['', modifiers]
  const Condition = { [`${set}${name}${ifExists ?? ''}`]: { 'test:Key': sample.pattern } }
  const statement = { Action: '*', Resource: '*', Condition } as const
  const allowing = createEvaluator({ Version: '2012-10-17', Statement: { Effect: 'Allow', ...statement } })
  const denying = createEvaluator({ Version: '2012-10-17', Statement: { Effect: 'Deny', ...statement } })
  const seen = (evaluator: typeof allowing, effect: string): string =>
    columns
      .map((column) => {
        const value = valueOf(column, sample)
        const context = value === undefined ? {} : { 'TEST:key': value }
        return evaluator.decide({ action: 's3:GetObject', resource: '*', context }).effect === effect ? '#' : '.'
      })
      .join('')
  const expected = rule[name in negations ? 1 : 0]
  expect([seen(allowing, 'allow'), seen(denying, 'explicit-deny')]).toEqual([expected, expected])
})

test.each([
  ['true', '##......'],
  ['false', '..######'],
])('Null %s', (wanted, expected) => {
  const Condition = { Null: { 'test:Key': wanted } }
  const evaluator = createEvaluator({ Statement: { Effect: 'Allow', Action: '*', Resource: '*', Condition } })
  const seen = columns.map((column) => {
    const value = valueOf(column, { pattern: '', fits: '', differs: 'x' })
    const context = value === undefined ? {} : { 'test:key': value }
    return evaluator.decide({ action: 's3:GetObject', resource: '*', context }).effect === 'allow' ? '#' : '.'
  })
  expect(seen.join('')).toBe(expected)
})
