import { assert, constantFrom, property } from 'fast-check'
import { expect, test } from 'vitest'
import { allowedActions } from './allowed-actions.ts'
import { createEvaluator } from './create-evaluator.ts'
import { expandActions } from '../match/expand-actions.ts'
import { overlappingDocument, requests } from '../minimize/minimize-policy.testing.ts'

const asked = expandActions(['s3:*', 'sqs:*', 'iam:*', 'ec2:Run*', 'xray:*', 'a2c:*'])

test('is what the evaluator allows, action by action', () => {
  assert(
    property(overlappingDocument, overlappingDocument, constantFrom(...requests), (document, boundary, request) => {
      const { resource, context } = request
      for (const options of [{}, { boundary }]) {
        const evaluator = createEvaluator([document, document], options)
        const allowed = new Set(allowedActions([document, document], { ...options, resource, context }))
        expect(asked.filter((action) => allowed.has(action))).toEqual(
          asked.filter((action) => evaluator.decide({ ...request, action }).effect === 'allow'),
        )
      }
    }),
    { numRuns: 30 },
  )
})

test('asks about `*` unless a resource is given', () => {
  const document = { Statement: { Effect: 'Allow', Action: 'sqs:Send*', Resource: 'arn:aws:sqs:*:*:bills' } } as const
  expect(allowedActions(document)).toEqual([])
  expect(allowedActions(document, { resource: 'arn:aws:sqs:eu-west-1:111122223333:bills' })).toEqual([
    'sqs:SendMessage',
  ])
})
