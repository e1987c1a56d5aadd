import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csv } from './csv.ts'

test('quotes every cell, and doubles quotes in it', () => {
  expect(csv([['a', 'say "b", c\nd']])).toBe('"a","say ""b"", c\nd"\r\n')
})

test.each([
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  ' =cmd|/c calc',
  '＝1',
  '\u00a0+1',
  '\u200b=1',
  '\u0085=1',
  '\u202e\u3000@x',
])('lets %j begin with an apostrophe', (text) => {
  expect(csv([[text]])).toBe(`"'${text}"\r\n`)
})

test('whatever the cells, a reader gets them back, and none begins as a formula does', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), { minLength: 1 }), (rows) => {
      const read = parse(csv(rows))
      expect(read.length).toBe(rows.length)
      for (const [at, row] of rows.entries()) {
        for (const [column, text] of row.entries()) {
          const shown = read[at]?.[column]
          expect([text, `'${text}`]).toContain(shown)
          expect(shown).not.toMatch(/^\s*[=+\-@]/)
        }
      }
    }),
  )
})

/** Reads quoted cells, as RFC 4180 has them. */
function parse(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  const cells = /"((?:[^"]|"")*)"(,|\r\n)/gy
  for (let match = cells.exec(text); match !== null; match = cells.exec(text)) {
    row.push((match[1] ?? '').replaceAll('""', '"'))
    if (match[2] === ',') continue
    rows.push(row)
    row = []
  }
  return rows
}
