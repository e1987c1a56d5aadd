import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AuditEntry } from './audit-entry.ts'
import { printEntry, sealEntry } from './hash-entry.ts'
import { verifyHistory } from './verify-history.ts'
import type { HistoryFile } from './verify-history.ts'

let counter = 0

function chain(length: number, prev: readonly string[] = []): AuditEntry[] {
  const entries: AuditEntry[] = []
  for (let index = 0; index < length; index++) {
    counter += 1
    const last = entries.at(-1)
    entries.push(
      sealEntry({
        version: 1,
        id: `01JD${String(counter).padStart(22, '0')}`,
        at: new Date(Date.UTC(2026, 0, 1) + counter * 1000).toISOString(),
        by: { arn: 'arn:aws:iam::111122223333:user/mary', git: 'Mary Major <mary@example.com>' },
        kind: index === 0 ? 'run' : 'intent',
        prev: last === undefined ? prev : [last.hash],
        data: { call: index },
      }),
    )
  }
  return entries
}

function file(entries: readonly AuditEntry[]): HistoryFile {
  return { name: `${entries[0]?.id}.jsonl`, text: entries.map(printEntry).join('') }
}

const withLines = (source: HistoryFile, edit: (lines: string[]) => string[]): HistoryFile => {
  const lines = edit(source.text.split('\n').slice(0, -1))
  return { ...source, text: lines.map((line) => `${line}\n`).join('') }
}

const kinds = (files: readonly HistoryFile[], heads?: readonly string[]): string[] =>
  verifyHistory(files, heads === undefined ? {} : { heads }).problems.map((problem) => problem.kind)

describe('verifyHistory', () => {
  const first = chain(4)
  const second = chain(3, [first.at(-1)?.hash ?? ''])
  const branch = chain(2, [first.at(-1)?.hash ?? ''])
  const merged = chain(2, [second.at(-1)?.hash ?? '', branch.at(-1)?.hash ?? ''])
  const all = [first, second, branch, merged].map(file)

  it('finds nothing in an untouched history, in any order of files', () => {
    const result = verifyHistory(all.toReversed(), { heads: [first[3]?.hash ?? '', merged[1]?.hash ?? ''] })
    expect(result.problems).toEqual([])
    expect(result.ok).toBe(true)
    expect(result.heads).toEqual([merged[1]?.hash])
    expect(result.entries.map((entry) => entry.hash)).toEqual(
      [...first, ...second, ...branch, ...merged].map((entry) => entry.hash),
    )
  })

  it('has two heads where two branches merged and nobody has written since', () => {
    expect(verifyHistory(all.slice(0, 3)).heads).toEqual([second[2]?.hash ?? '', branch[1]?.hash ?? ''].toSorted())
  })

  it('finds a changed line and names it', () => {
    const changed = withLines(file(first), (lines) =>
      lines.map((line, index) => (index === 1 ? line.replace('"call":1', '"call":7') : line)),
    )
    expect(verifyHistory([changed, ...all.slice(1)]).problems).toEqual([
      {
        kind: 'changed',
        file: changed.name,
        line: 2,
        message: `line 2 of \`${changed.name}\` does not match its own hash`,
      },
    ])
  })

  it('finds a line that was changed and given a new hash', () => {
    const entry = first[1]
    if (entry === undefined) throw new Error('no entry')
    const forged = printEntry(sealEntry({ ...entry, data: { call: 99 } })).trimEnd()
    const changed = withLines(file(first), (lines) => lines.with(1, forged))
    expect(kinds([changed])).toEqual(['removed'])
  })

  it('finds a removed line: in the middle, at the front, and at the end when another file follows it', () => {
    const without = (at: number) => withLines(file(first), (lines) => lines.toSpliced(at, 1))
    expect(kinds([without(2)])).toEqual(['removed'])
    expect(kinds([without(0)])).toEqual(['renamed', 'removed'])
    expect(kinds([without(3), file(second)])).toEqual(['removed'])
  })

  it('finds reordered lines', () => {
    const swapped = withLines(file(first), (lines) => [lines[0], lines[2], lines[1], lines[3]].map(String))
    expect(new Set(kinds([swapped]))).toEqual(new Set(['reordered']))
    const toFront = withLines(file(first), (lines) => [lines[1], lines[0], lines[2], lines[3]].map(String))
    expect(kinds([toFront])).toContain('reordered')
  })

  it('finds a removed file, a doubled file, and a line copied into another', () => {
    expect(kinds(all.slice(1))).toEqual(['removed', 'removed'])
    expect(kinds([...all, { name: 'copy.jsonl', text: file(branch).text }])).toEqual(['duplicate', 'duplicate'])
    const copied = { ...file(second), text: file(second).text + first.slice(1, 2).map(printEntry).join('') }
    expect(kinds([file(first), copied])).toEqual(['duplicate'])
  })

  it('finds a damaged line and tells it from a torn last one', () => {
    const damaged = withLines(file(first), (lines) => lines.with(1, '{"version":1'))
    expect(verifyHistory([damaged]).problems).toEqual([
      { kind: 'damaged', file: damaged.name, line: 2, message: `line 2 of \`${damaged.name}\` is not JSON` },
    ])
    const torn = { ...file(first), text: file(first).text.slice(0, -20) }
    expect(verifyHistory([torn]).problems).toEqual([
      { kind: 'torn', file: torn.name, line: 4, message: `\`${torn.name}\` ends in the middle of line 4` },
    ])
  })

  it('finds a cut tail and a rewritten chain against a head kept elsewhere, and only against it', () => {
    const kept = [merged[1]?.hash ?? '']
    const cut = [...all.slice(0, 3), withLines(file(merged), (lines) => lines.slice(0, 1))]
    expect(kinds(cut)).toEqual([])
    expect(kinds(cut, kept)).toEqual(['cut-or-rewritten'])
    expect(kinds([file(chain(5))], kept)).toEqual(['cut-or-rewritten'])
  })

  it('finds unknown fields, doubled keys and changed white space', () => {
    const [line] = file(first).text.split('\n')
    if (line === undefined) throw new Error('no line')
    const edited = (text: string) => kinds([{ ...file(first), text: `${text}\n` }])
    expect(edited(line.replace('{', '{ '))).toEqual(['changed'])
    expect(edited(line.replace('{', '{"extra":1,'))).toEqual(['damaged'])
    expect(edited(line.replace('"version":1', '"version":2,"version":1'))).toEqual(['changed'])
  })

  it('finds any single change of one character', () => {
    const text = file(first).text
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('0', 'x', ' ', '"', '\n'), (at, replacement) => {
        fc.pre(text[at] !== replacement && at < text.length - 1)
        const edited = text.slice(0, at) + replacement + text.slice(at + 1)
        expect(verifyHistory([{ name: file(first).name, text: edited }]).ok).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})
