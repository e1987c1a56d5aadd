import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readDecisionFile } from './read-decision-file.ts'

const id = '3f9a12bc44556677'
const other = 'aaaabbbbccccdddd'

describe('readDecisionFile', () => {
  it('reads what is ticked, with reason and date, and leaves what is not', () => {
    const text = `# Review

### Proposal ${id}: ReadBills, statement 1

Some text that somebody edited.

- [ ] accept
- [X] **keep**
- [ ] defer

Until: 2027-01-31
Reason: needed at year end,
and once more in spring

Not a reason any more.

### Proposal ${other}

- [ ] accept
- [ ] keep
- [ ] defer

Until:
Reason:

## Not observed long enough
- [ ] whatever
`
    expect(readDecisionFile(text)).toEqual({
      decisions: [
        {
          proposal: id,
          decision: 'keep',
          reason: 'needed at year end, and once more in spring',
          until: '2027-01-31',
          line: 8,
        },
      ],
      problems: [],
    })
  })

  it.each([
    ['an answer by e-mail', (text: string) => text.replaceAll(/^/gm, '> > ')],
    ['Windows', (text: string) => `\uFEFF${text.replaceAll('\n', '\r\n')}`],
    ['other bullets', (text: string) => text.replaceAll('- [', '* [')],
    ['numbers', (text: string) => text.replaceAll('- [', '1. [')],
    ['boxes as signs', (text: string) => text.replaceAll('[x]', '☑').replaceAll('[ ]', '☐')],
    ['spaces everywhere', (text: string) => text.replaceAll('[x]', '[ x ]').replaceAll(/^/gm, '   ')],
    ['a heading of its own', (text: string) => text.replace('### Proposal', '# **proposal:** `')],
  ])('reads through %s', (_, change) => {
    const text = `### Proposal ${id}: P\n- [ ] accept\n- [x] defer until 2027-01-31\nReason: ask them\n`
    expect(readDecisionFile(change(text))).toEqual({
      decisions: [{ proposal: id, decision: 'defer', reason: 'ask them', until: '2027-01-31', line: 3 }],
      problems: [],
    })
  })

  it.each(['', 'See you on Monday.', '- [ ] accept'])('takes nothing for a report that has no proposal: %j', (text) => {
    expect(readDecisionFile(text)).toMatchObject({
      decisions: [],
      problems: [{ line: 1, message: 'no proposal stands in it' }],
    })
  })

  it('does not read evidence in code blocks, and says where one never ends', () => {
    const inside = `\`\`\`json\n### Proposal ${other}\n- [x] accept\nReason: smuggled\n`
    const block = `### Proposal ${id}\n- [x] accept\nReason: unused\n`
    expect(readDecisionFile(`${inside}\`\`\`\n${block}`).decisions.map(({ proposal }) => proposal)).toEqual([id])
    expect(readDecisionFile(`${inside}${block}`)).toEqual({
      decisions: [],
      problems: [
        {
          line: 1,
          message: 'a code block begins and never ends, so that nobody knows what stands behind it',
          hint: 'end it with a line like the one it begins with',
        },
      ],
    })
  })

  it.each([
    ['- [x] keep until next spring', 'next spring'],
    ['- [x] keep (until 31.1.2027)', '31.1.2027'],
    ['- [x] keep **until:** 2027-01-31.', '2027-01-31'],
    ['- [x] keep until 2027-01-31T10:00:00Z, then again', '2027-01-31T10:00:00Z'],
    ['- [x] keep until', ''],
  ])('leaves out nothing of what stands behind a box as its date: %s', (box, until) => {
    const { decisions } = readDecisionFile(`### Proposal ${id}\n${box}\nReason: year end\n`)
    expect(decisions).toMatchObject([{ decision: 'keep', until }])
  })

  it('decides nothing in a comment, which nobody sees in a browser', () => {
    const text = (inside: string): string => `### Proposal ${id}\n- [ ] accept\n${inside}\n- [ ] keep\n`
    const nothing = { decisions: [], problems: [] }
    expect(readDecisionFile(text('<!-- - [x] accept -->'))).toEqual(nothing)
    expect(readDecisionFile(text('<!--\n- [x] defer\nReason: smuggled\n-->'))).toEqual(nothing)
    expect(readDecisionFile(text('seen <!--\n### Proposal 444444\n- [x] accept\n-->Reason: -->'))).toMatchObject({
      problems: [{ message: `proposal \`${id}\` has a reason, and no box is ticked` }],
    })
    expect(readDecisionFile(text('Reason: x <!-- for now')).problems).toContainEqual({
      line: 3,
      message: 'a comment begins and never ends, so that nobody sees what stands behind it',
      hint: 'end it with `-->`, or take `<!--` out',
    })
    const code = readDecisionFile(`### Proposal ${id}\n- [x] accept\nReason: \`<!--\` and \\<!-- were all of it\n`)
    expect(code).toMatchObject({ decisions: [{ reason: '`<!--` and \\<!-- were all of it' }], problems: [] })
  })

  it('takes a list of boxes of the author’s own for a part of the reason', () => {
    const text = `### Proposal ${id}\n- [ ] accept\n- [x] keep\nReason: to be asked:\n- [ ] Bob\n- [ ] Mary\nthen again\n`
    expect(readDecisionFile(text)).toMatchObject({
      decisions: [{ reason: 'to be asked: - [ ] Bob - [ ] Mary then again' }],
      problems: [],
    })
    const own = text.replace('[ ] Bob', '[x] Bob')
    expect(readDecisionFile(own)).toMatchObject({ decisions: [], problems: [{ line: 5 }] })
  })

  it('lists every problem with its line', () => {
    const text = `- [x] accept
### Proposal what?
- [x] accept
Reason: x
### Proposal ${id}
- [x] accept
- [x] keep
Reason: both
### Proposal ${other}
- [x] acept
Reason: typo
### Proposal ${id}
- [x] accept
### Proposal 111111
- [x] accept
### Proposal 222222
- [ ] accept
Reason: no box
### Proposal 333333
- [?] accept
### Proposal 444444
- [x] keep until 2027-01-01
Until: 2028-01-01
Reason: two dates
### Proposal 555555
- [ ] keep
Until: 2028-01-01
### Proposal 666666
- [ ] accept
- [ ] keep
its heading is gone
- [x] accept
Reason: whose?
`
    const { decisions, problems } = readDecisionFile(text)
    expect(decisions).toEqual([])
    expect(problems.map(({ line, message, hint }) => `${line}: ${message} (${hint})`)).toEqual([
      '1: a box is ticked that belongs to no proposal (tick it below its proposal)',
      '2: the heading `Proposal what?` names no proposal (write the proposal’s id behind `Proposal`, as the report had it)',
      `7: two boxes of proposal \`${id}\` are ticked (tick one)`,
      '10: `acept` is not a decision (did you mean `accept`?)',
      `12: proposal \`${id}\` stands in line 5 already (leave one of the two)`,
      '15: proposal `111111` is decided without a reason (say why behind `Reason:`)',
      '18: proposal `222222` has a reason, and no box is ticked (tick one box, or take the text out)',
      '20: `[?]` is neither a ticked box nor an empty one (write `[x]` or `[ ]`)',
      '22: proposal `444444` has two dates, `2027-01-01` and `2028-01-01` (leave one)',
      '25: proposal `555555` has a date, and no box is ticked (tick one box, or take the text out)',
      '32: proposal `666666` has the box `accept` twice: a heading may have been lost between them (put the heading of the other proposal back)',
    ])
  })

  it('never throws, and gives only decisions that have an id, a reason and a line of the text', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('### Proposal ', id, '- [x] ', '- [ ] ', 'accept', 'Reason: ', 'Until: ', '```', '\n', '> ', ' '),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('')
        const { decisions, problems } = readDecisionFile(text)
        const lines = text.split(/\r\n|\r|\n/).length
        for (const { proposal, reason, line } of decisions) {
          expect(proposal).toMatch(/^[0-9a-f]{6,64}$/)
          expect(reason.trim()).not.toBe('')
          expect(line).toBeLessThanOrEqual(lines)
        }
        for (const { line, message } of problems) {
          expect(line).toBeLessThanOrEqual(lines)
          expect(message).not.toMatch(/[\r\n]/)
        }
      }),
    )
  })
})
