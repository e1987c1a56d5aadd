import { expect, test } from 'vitest'
import { comparePolicies } from './compare/compare-policies.ts'
import type { PolicyDocument, Statement } from './document.ts'
import { createEvaluator } from './evaluate/create-evaluator.ts'
import { lintPolicy } from './lint/lint-policy.ts'
import { coversGlob } from './match/glob.ts'
import { minimizePolicy } from './minimize/minimize-policy.ts'

const policy = (...statements: Statement[]): PolicyDocument => ({ Version: '2012-10-17', Statement: statements })
const repeat = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at))
const allow = (more: Partial<Statement>): Statement => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: '*',
  ...more,
})

/** Hundreds of times what IAM takes, made so that what grows with the square or worse takes minutes. */
const documents: Readonly<Record<string, PolicyDocument>> = {
  'statements of their own': policy(
    ...repeat(6000, (at) => allow({ Action: `s3:Get${at}`, Resource: `arn:aws:s3:::b${at}/*` })),
  ),
  'statements that can be joined two by two': policy(
    ...repeat(6000, (at) => allow({ Action: `s3:Get${at >> 1}`, Resource: `arn:aws:s3:::b${at}/*` })),
  ),
  'statements with lists and wildcards': policy(
    ...repeat(3000, (at) =>
      allow({
        Action: [`s3:Get${at}`, `ec2:*${at % 7}x*`],
        Resource: [`arn:aws:s3:::b${at}/*`, `arn:aws:s3:::*${at}`],
      }),
    ),
  ),
  'patterns of actions': policy(allow({ Action: repeat(20_000, (at) => `s3:*${at}*a*`) })),
  'patterns of resources': policy(allow({ Resource: repeat(15_000, (at) => `arn:aws:s3:::*${at}*?*a*`) })),
  'question marks before and behind an asterisk': policy(
    allow({ Resource: [`arn:aws:s3:::${'?'.repeat(200_000)}*`, `arn:aws:s3:::*${'?'.repeat(200_000)}`] }),
  ),
  'asterisks in one name': policy(allow({ Action: `s3:${'*a'.repeat(200_000)}` })),
  'one variable over and over': policy(allow({ Resource: `arn:aws:s3:::${'${aws:username}'.repeat(30_000)}` })),
}

const fillTime = 15_000

test.each(Object.entries(documents))('%s hold nothing up', { timeout: fillTime }, (_, document) => {
  const short = minimizePolicy(document)
  expect(minimizePolicy(short)).toEqual(short)
  expect(Array.isArray(lintPolicy(document))).toBe(true)
  const request = { action: 's3:Get7', resource: 'arn:aws:s3:::b7/x', context: { 'aws:username': 'm'.repeat(2000) } }
  expect(createEvaluator(short).decide(request).effect).toBe(createEvaluator(document).decide(request).effect)
  const statements = [document.Statement].flat()
  expect(comparePolicies(document, { ...document, Statement: statements.toReversed() }).relation).toBe('equal')
  const more = policy(...statements, allow({ Action: 'iam:CreateUser' }))
  expect(comparePolicies(document, more)).toMatchObject({ relation: 'wider', gained: [{ action: 'iam:CreateUser' }] })
})

test('statements that are joined all at once grant what they granted, and no more', () => {
  const many = documents['statements that can be joined two by two'] ?? policy()
  const short = minimizePolicy(many)
  expect([short.Statement].flat()).toHaveLength(3000)
  const evaluator = createEvaluator(short)
  for (let at = 0; at < 6000; at += 97) {
    const ask = (action: number): string =>
      evaluator.decide({ action: `s3:Get${action}`, resource: `arn:aws:s3:::b${at}/x` }).effect
    expect([ask(at >> 1), ask((at >> 1) + 1)]).toEqual(['allow', 'implicit-deny'])
  }
})

test('a comparison that would take hours says that it is undecided, never that nothing changes', () => {
  const side = (more: readonly string[]): PolicyDocument =>
    policy(
      ...repeat(1200, (at) =>
        allow({
          Resource: [`arn:aws:s3:::*${at}*`, ...more.map((end) => `arn:aws:s3:::*${at}*${end}`)],
          Condition: { StringLike: { 'aws:username': `*${at}` } },
        }),
      ),
    )
  const comparison = comparePolicies(side([]), side(['x']))
  expect(comparison).toMatchObject({ relation: 'different', gained: [], lost: [] })
  expect(comparison.undecided?.map(({ because }) => because)).toEqual([
    'too-many-combinations',
    'too-many-combinations',
  ])
})

test('a pattern that nearly covers another over and over counts as not covering it, and one that does as covering', () => {
  const wide = `${'*a'.repeat(200)}*b`
  expect(coversGlob(wide, `${'a'.repeat(300)}b`)).toBe(true)
  expect(coversGlob(`*${'?'.repeat(20_000)}`, `${'?'.repeat(20_000)}*`)).toBe(false)
  expect(coversGlob(`${'a'.repeat(20_000)}*`, `${'a'.repeat(20_000)}bc`)).toBe(true)
})
