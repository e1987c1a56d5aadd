import { expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import { compareAccess } from './compare-access.ts'

const allowing = (Action: string, more: object = {}): PolicyDocument => ({
  Statement: [{ Effect: 'Allow', Action, Resource: '*', ...more }],
})
const of = (...documents: readonly PolicyDocument[]) => ({ documents, unknown: [] })
const bogus = allowing('sqs:*', { Condition: { Bogus: { 'aws:username': 'ana' } } })

it('takes a document that can’t be judged for one that is not known, and tells the rest', () => {
  const read = allowing('s3:GetObject')
  for (const odd of [bogus, allowing('sqs:*', { Principal: '*' })]) {
    expect(compareAccess(of(odd), of(odd, read))).toMatchObject({ gainedActions: ['s3:GetObject'], lostActions: [] })
    expect(compareAccess(of(odd), of(read))).toMatchObject({ relation: 'undecided', gainedActions: ['s3:GetObject'] })
    expect(compareAccess(of(odd, read), of())).toMatchObject({ relation: 'undecided', lostActions: ['s3:GetObject'] })
    expect(compareAccess({ ...of(read), boundary: odd }, of(read))).toMatchObject({ relation: 'undecided' })
  }
  expect(compareAccess(of(read), of(read))).toBeNull()
})

it('judges what IAM would refuse and whose meaning is plain', () => {
  const twice: PolicyDocument = {
    Statement: ['sqs:*', 'sns:*'].map((Action) => ({ Sid: 'A', Effect: 'Allow', Action, Resource: '*' })),
  }
  expect(compareAccess(of(twice), of(allowing('sqs:*')))).toMatchObject({
    relation: 'narrower',
    lostActions: ['sns:*'],
  })
})
