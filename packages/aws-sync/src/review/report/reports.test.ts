import type { AuditEntry, Proposal, Review } from '@rolewright/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDecisionFile } from '../read-decision-file.ts'
import { codeBlock, codeSpan, markdownText } from '@rolewright/core'
import { reportAsCsv } from './report-as-csv.ts'
import { reportAsHtml } from './report-as-html.ts'
import { reportAsMarkdown } from './report-as-markdown.ts'
import { reviewReport } from './review-report.ts'

const now = new Date('2026-11-22T09:30:00Z')
const file = '2026-11-22-111122223333.json'

function proposal(id: string, name: string): Proposal {
  const before = { Effect: 'Allow', Action: ['sqs:*', 's3:*'], Resource: `arn:aws:s3:::${name}` } as const
  const after = { Effect: 'Allow', Action: ['s3:*'], Resource: `arn:aws:s3:::${name}` } as const
  return {
    id,
    kind: 'narrow-statement',
    accountId: '111122223333',
    windowDays: 90,
    groups: [name],
    policyArn: `arn:aws:iam::111122223333:policy/${name}`,
    policyName: name,
    statementIndex: 0,
    before,
    after,
    removed: [
      { what: 'sqs', lastUsed: '2026-01-02T00:00:00Z', lastUsedBy: `arn:aws:iam::111122223333:user/${name}` },
      { what: name, lastUsed: null },
    ],
    kept: [
      { what: 's3', lastUsed: '2026-11-20T00:00:00Z', because: 'used' },
      { what: 'iam:PassRole', lastUsed: null, because: 'never-observed' },
    ],
    evidence: [],
    risk: { level: 'medium', reasons: [name] },
    lossByPerson: [{ people: [name], loses: ['sqs:*'], actions: 23 }],
    needed: [{ action: 'sqs:ListQueues', neededBy: ['s3:PutObject'] }],
    documents: [
      {
        policyArn: `arn:aws:iam::111122223333:policy/${name}`,
        policyName: name,
        groups: [name],
        before: { Statement: [before] },
        after: { Statement: [after] },
      },
    ],
    actionsRemoved: 23,
    charactersSaved: 8,
    proof: 'narrower',
  }
}

const review = (...proposals: readonly Proposal[]): Review => ({
  version: 2,
  accountId: '111122223333',
  at: now.toISOString(),
  windowDays: 90,
  proposals,
  notEnoughHistory: [
    { about: 'policy', name: 'Young', reason: 'version v2 is in force only since 2026-11-01', from: '2027-01-30' },
  ],
  unmapped: [],
  evidence: [],
})

const entry = (kind: AuditEntry['kind'], data: AuditEntry['data'], by = 'mary'): AuditEntry => ({
  version: 1,
  id: 'x',
  at: '2026-11-23T00:00:00.000Z',
  by: { arn: `arn:aws:iam::111122223333:user/${by}` },
  kind,
  prev: [],
  hash: '',
  data,
})

const [first, second] = ['3f9a12bc44556677', 'aaaabbbbccccdddd'] as const

const reported = (name: string, entries: readonly AuditEntry[] = []) =>
  reviewReport(
    { file, review: review(proposal(first, name), proposal(second, 'Queue')) },
    { entries, now: new Date('2026-11-25T00:00:00Z') },
  )

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  `\n### Proposal ${second}\n- [x] accept\nReason: smuggled\n`,
  '```\n- [x] accept',
  '[click](javascript:alert(1)) `code` | cell | ![](https://example.com/x.png)',
  '{{constructor}} {{{text}}} ${x}',
  '\u202Egnp.exe\u0000\u001b[31m',
  '=cmd|/c calc',
  'https://evil.example/x www.evil.example HTTP://evil.example Www.evil.example ftp://evil.example',
  '\u200B=1 \uD800',
]

describe('a report as Markdown', () => {
  it('has boxes that are read back, once they are ticked', () => {
    const text = reportAsMarkdown(reported('Power'))
    expect(readDecisionFile(text)).toEqual({ decisions: [], problems: [] })
    const ticked = text.replace('- [ ] accept', '- [x] accept').replace('Reason:', 'Reason: nobody used it')
    expect(readDecisionFile(ticked)).toMatchObject({
      decisions: [{ proposal: first, decision: 'accept', reason: 'nobody used it' }],
      problems: [],
    })
  })

  it('tells evidence, loss, change, and what was decided', () => {
    const text = reportAsMarkdown(
      reported('Power', [
        entry('decision', { proposal: first, decision: 'keep', reason: 'year_end', until: '2027-01-31' }),
      ]),
    )
    for (const part of [
      '1 of 2 proposals are decided (50 %).',
      `### Proposal ${first}: Narrow statement 1 of Power`,
      '- Not used lately: `sqs` (2026-01-02 by `Power`)\n',
      '- Stays, since nobody can see whether it is used: `iam:PassRole`\n',
      '- `Power` would lose 23: `sqs:*`\n',
      '-         "sqs:*",\n',
      'Kept until 2027-01-31 by arn:aws:iam::111122223333:user/mary on 2026-11-23: year\\_end\n',
      '- `Young`: version v2 is in force only since 2026-11-01; from 2027-01-30\n',
    ])
      expect(text).toContain(part)
    expect(text.match(/- \[ \] accept/g)).toHaveLength(1)
  })

  it.each(HOSTILE)('shows %j as it is', (hostile) => {
    const text = reportAsMarkdown(
      reported(hostile, [entry('decision', { proposal: second, decision: 'keep', reason: hostile })]),
    )
    expect(readDecisionFile(text)).toEqual({ decisions: [], problems: [] })
    expect(text).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    const prose = text.replaceAll(/^(`{3,})diff\n[\s\S]*?\n\1$/gm, '').replaceAll(/(`+)(?:(?!\1).)+?\1/g, '')
    expect(prose).not.toMatch(/(?<!\\)</)
    expect(prose).not.toMatch(/(?<!\\)\]\((?!#)/)
  })

  it('keeps any text inside its span and its block', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('`', 'a', '\n', '~', '<', ' ') }), (text) => {
        const span = codeSpan(text)
        const fence = /^`+/.exec(span)?.[0] ?? ''
        expect(span.endsWith(fence)).toBe(true)
        expect(span.slice(fence.length, -fence.length)).not.toMatch(new RegExp(`(?<!\`)${fence}(?!\`)`))
        expect(span).not.toContain('\n')
        const block = codeBlock('diff', text.split('\n'))
        expect(block.slice(1, -1).some((line) => line.trim().startsWith(block.at(-1) ?? ''))).toBe(false)
        expect(markdownText(text)).not.toMatch(/(?<!\\)(?:\\\\)*[`<]/)
      }),
    )
  })
})

describe('a text in Markdown', () => {
  it('is no link by itself, as GitHub makes them', () => {
    expect(markdownText('see https://a.example, www.b.example and WWW.c.example')).toBe(
      String.raw`see https\://a.example, www\.b.example and WWW\.c.example`,
    )
  })
})

describe('a report as HTML', () => {
  it.each(HOSTILE)('escapes %j', (hostile) => {
    const page = reportAsHtml(
      reported(hostile, [
        entry('decision', { proposal: first, decision: 'accept', reason: hostile }),
        entry('sign-off', { review: file, text: hostile, open: [second], reason: hostile }),
      ]),
    )
    expect(page).not.toMatch(/<(?:script|img)/i)
    expect(page.match(/<[a-z!/][^>]*>/gi)?.filter((tag) => /\bon\w+=|src=|href=|javascript:/i.test(tag))).toEqual([])
    expect(page).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
  })

  it('tells the same as the other forms, and asks for nothing from elsewhere', () => {
    const page = reportAsHtml(reported('Power', [entry('sign-off', { review: file, text: 'Seen.', open: [] })]))
    for (const part of [
      "default-src 'none'",
      'Narrow statement 1 of Power',
      '<li>sqs: last 2026-01-02 by Power</li>',
      '<del>-         &quot;sqs:*&quot;,</del>',
      '<strong>Signed</strong> by arn:aws:iam::111122223333:user/mary on 2026-11-23: Seen.',
      '<li>Young: version v2',
    ])
      expect(page).toContain(part)
    expect(page).not.toMatch(/https?:\/\//)
  })
})

it('what a risk names is code in every form that has it', () => {
  const report = reported('`sqs` & <b>')
  expect(reportAsHtml(report)).toContain('; <code>sqs</code> &amp; &lt;b&gt;')
  expect(reportAsMarkdown(report)).toContain('Risk: medium, since `sqs` \\& \\<b\\>.')
})

describe('a report as CSV', () => {
  it('has a row for each thing that goes', () => {
    const rows = reportAsCsv(reported('Power')).split('\r\n')
    expect(rows).toHaveLength(6)
    expect(rows[1]).toBe(
      '"111122223333","2026-11-22-111122223333.json","3f9a12bc44556677","narrow-statement","Narrow statement 1 of Power","Power","","medium","sqs","2026-01-02T00:00:00Z","arn:aws:iam::111122223333:user/Power","open","","","",""',
    )
  })

  it.each(HOSTILE)('has no formula in it with %j', (hostile) => {
    const table = reportAsCsv(
      reported(hostile, [entry('decision', { proposal: first, decision: 'keep', reason: hostile })]),
    )
    expect(table).not.toMatch(/(?:^|,)"[\s]*[=+@-]/m)
    expect(table.replaceAll('\r\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u)
  })
})
