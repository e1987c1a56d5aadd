import { expect, test } from 'vitest'
import type { PolicyDocument, Statement } from '../document.ts'
import { proveNarrower } from './prove-narrower.ts'

const allow = (...Action: readonly string[]): Statement => ({ Effect: 'Allow', Action, Resource: '*' })
const document: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [allow('sqs:*', 'sns:*'), allow('sns:ListTopics')],
}

test('lets a statement pass that allows less', () => {
  expect(() => proveNarrower(document, allow('sqs:*', 'sns:*'), allow('sqs:*'))).not.toThrow()
})

test.each([
  ['wider', allow('sqs:*', 'sns:*', 's3:GetObject')],
  ['different', allow('sqs:*', 's3:GetObject')],
])('refuses one that is %s, which no narrowing may ever give', (relation, after) => {
  expect(() => proveNarrower(document, allow('sqs:*', 'sns:*'), after)).toThrow(
    expect.objectContaining({
      code: 'narrowing-not-proved',
      message: `narrowing a statement gave one that could not be proved to be narrower, but was \`${relation}\``,
    }),
  )
})

test('refuses one of which nobody can say whether it allows more', () => {
  const Condition = { StringEqualsIgnoreCase: { 'acme:When': 'a' }, DateGreaterThan: { 'acme:When': '2026-01-01' } }
  expect(() => proveNarrower(document, allow('sqs:*'), { ...allow('sqs:*', 's3:*'), Condition })).toThrow(
    expect.objectContaining({ code: 'narrowing-not-proved' }),
  )
})
