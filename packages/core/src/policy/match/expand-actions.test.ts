import { array, assert, boolean, constantFrom, nat, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import { actionCount, actionName } from '../../catalog/action-names.ts'
import { sizeOf } from '../../catalog/action-set.ts'
import { actionNames, actionSetOf } from './action-patterns.ts'
import { expandActions } from './expand-actions.ts'
import { matchesAction } from './match-action.ts'

const everything = Array.from({ length: actionCount() }, (_, number) => actionName(number))

/** The plainest possible reading of a pattern, to hold the quick one against. */
function byRegularExpression(patterns: readonly string[]): string[] {
  const literal = patterns.filter((pattern) => /^(?:\*+$|[^*?:]+:)/.test(pattern))
  const expressions = literal.map(
    (pattern) =>
      new RegExp(`^${pattern.replaceAll(/[^\w:-]/g, (c) => (c === '*' ? '.*' : c === '?' ? '.' : `\\${c}`))}$`, 'i'),
  )
  return everything.filter((action) => expressions.some((expression) => expression.test(action))).toSorted()
}

/** A real action with pieces of it replaced by wildcards, and now and then by something wrong. */
const pattern = tuple(
  constantFrom(...everything.filter((_, index) => index % 37 === 0)),
  array(tuple(nat(40), nat(6), constantFrom('*', '?', '**', '*?', '', 'X', ':')), { maxLength: 3 }),
  boolean(),
).map(([action, edits, lower]) => {
  let text = action
  for (const [at, length, put] of edits) text = text.slice(0, at) + put + text.slice(at + length)
  return lower ? text.toLowerCase() : text
})

test('finds exactly what a regular expression over every action finds', () => {
  assert(
    property(array(pattern, { maxLength: 3 }), (patterns) => {
      expect(expandActions(patterns)).toEqual(byRegularExpression(patterns))
    }),
    { numRuns: 60 },
  )
})

test('takes one pattern or many, in any case, and gives each action once', () => {
  expect(expandActions('SQS:sendmessage')).toEqual(['sqs:SendMessage'])
  expect(expandActions(['sqs:Send*', 'sqs:SendMessage', 'sqs:sendmessag?'])).toEqual(['sqs:SendMessage'])
  expect(expandActions(['*'])).toEqual(everything)
  expect(expandActions(['**'])).toEqual(everything)
  expect(expandActions([])).toEqual([])
})

test('gives nothing for what the catalogue does not know', () => {
  expect(expandActions(['nothing:*', 's3:Nope*', 's3:BrandNew', '', ':', '__proto__:*'])).toEqual([])
})

test.each(['*:*', '*:GetObject', 's?:GetObject', 's3*', '*GetObject', 's3', '*:'])(
  'gives nothing for %s, as the evaluator matches nothing with it',
  (pattern) => {
    expect(expandActions(pattern)).toEqual([])
    expect(matchesAction(pattern, 's3:GetObject')).toBe(false)
  },
)

test('NotAction is everything else', () => {
  const others = actionSetOf({ NotAction: ['s3:*', 'ec2:Run*'] })
  expect(sizeOf(others)).toBe(everything.length - expandActions(['s3:*', 'ec2:Run*']).length)
  expect(actionNames(others)).not.toContain('s3:GetObject')
  expect(actionNames(others)).toContain('ec2:StopInstances')
})
