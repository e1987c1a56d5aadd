import { expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import { allowedDifference } from './allowed-difference.ts'

const allows = (...Action: readonly string[]): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
})

it('names what is allowed in addition and what is not any more, actions that nobody knows yet with it', () => {
  expect(
    allowedDifference(
      allows('sqs:SendMessage', 's3:OldThing'),
      allows('SQS:sendmessage', 'sns:Publish', 'sqs:BrandNew*'),
    ),
  ).toEqual({
    gained: ['sns:Publish', 'sqs:BrandNew*'],
    lost: ['s3:OldThing'],
  })
  expect(allowedDifference(allows('sqs:SendMessage'), allows('sqs:*'))).toMatchObject({ lost: [] })
})

it('finds nothing between two spellings, and nothing in what is denied everywhere', () => {
  expect(allowedDifference(allows('s3:GetObject', 'sqs:New'), allows('sqs:NEW', 's3:getobject'))).toEqual({
    gained: [],
    lost: [],
  })
  const denied: PolicyDocument = {
    Statement: [
      { Effect: 'Allow', Action: ['sns:Publish', 'sqs:SendMessage'], Resource: '*' },
      { Effect: 'Deny', Action: 'sns:*', Resource: '*' },
    ],
  }
  expect(allowedDifference(denied, allows('sqs:SendMessage'))).toEqual({ gained: [], lost: [] })
})
