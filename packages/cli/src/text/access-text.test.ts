import type { AccessChange } from '@rolewright/core'
import picocolors from 'picocolors'
import { expect, it } from 'vitest'
import { accessText } from './access-text.ts'

const changeWith = (escalations: number): AccessChange => ({
  principal: { kind: 'group', name: 'Administrators' },
  relation: 'wider',
  gainedActions: ['iam:*'],
  lostActions: [],
  gainedLevels: { Write: 3 },
  lostLevels: {},
  gainedOn: ['*'],
  lostOn: [],
  gained: [{ action: 'iam:CreateUser', resource: 'arn:aws:iam::111122223333:user/example' }],
  lost: [],
  newEscalations: Array.from({ length: escalations }, (_, index) => ({
    id: `iam-${index + 1}`,
    title: 'Join a group',
    conditional: false,
  })),
})

const linesOf = (escalations: number): readonly string[] =>
  accessText([changeWith(escalations)], picocolors.createColors(false))
    .split('\n')
    .filter((line) => line.includes('escalates'))

it('names each way up where they are few', () => {
  expect(linesOf(6)).toHaveLength(6)
})

it('counts the ways up past the first, and says where they all stand', () => {
  expect(linesOf(104)).toEqual([
    ...[1, 2, 3, 4, 5].map((number) => `    escalates by iam-${number}: Join a group`),
    '    escalates by 99 more paths; `plan --json` names them all',
  ])
})
