// Who type-checks these sources from a folder of their own finds the declaration by nothing else.
// oxlint-disable-next-line typescript/triple-slash-reference
/// <reference path="./handlebars-parser.d.ts" />
import { parse } from 'handlebars/dist/cjs/handlebars/compiler/base.js'
import type { Finding } from '../diagnostic/finding.ts'
import { nearest } from '../diagnostic/nearest.ts'

/**
 * Fills the `{{parameter}}` of one string. IAM's own `${aws:username}` is left alone.
 *
 * A missing parameter, or a value that could mean more than itself (a wildcard, a policy variable, another segment of an ARN),
 * is a finding, and the string is not filled.
 */
export function fillParameters(
  text: string,
  given: { readonly parameters: Readonly<Record<string, unknown>>; readonly path: string; readonly account: string },
): { readonly text: string; readonly findings: readonly Finding[] } {
  if (!text.includes('{{')) return { text, findings: [] }
  const findings: Finding[] = []
  let pieces: readonly Piece[]
  try {
    pieces = piecesOf(text)
  } catch (cause) {
    return { text, findings: [badTemplate(text, given.path, cause instanceof Error ? cause.message : String(cause))] }
  }
  for (const { name } of pieces) {
    if (name === undefined) continue
    const value = Object.hasOwn(given.parameters, name) ? given.parameters[name] : undefined
    const problem = valueProblem(value, text.trim() === text && /^\{\{[^{}]*\}\}$/.test(text))
    if (value === undefined) {
      const spelling = nearest(name, Object.keys(given.parameters))
      findings.push({
        code: 'RW-PARAMETER-MISSING',
        severity: 'error',
        message: `the account \`${given.account}\` has no parameter \`${name}\``,
        path: given.path,
        hint:
          spelling === undefined
            ? `add \`${name}\` to the account's \`parameters\``
            : `did you mean \`{{${spelling}}}\``,
      })
    } else if (problem !== undefined) {
      findings.push({
        code: 'RW-PARAMETER-UNSAFE',
        severity: 'error',
        message: `the parameter \`${name}\` of the account \`${given.account}\` ${problem}`,
        path: given.path,
        hint: 'a parameter stands for one plain value; write wildcards and ARNs in the policy itself',
      })
    }
  }
  if (findings.length > 0) return { text, findings }
  const filled = pieces.map(({ content, name }) => (name === undefined ? content : String(given.parameters[name])))
  return { text: filled.join(''), findings: [] }
}

/** A piece of a template: text that stands as it is, or the name of a parameter. */
type Piece =
  | { readonly content: string; readonly name?: undefined }
  | { readonly content?: undefined; readonly name: string }

/** Text, IAM's `${…}` and `{{name}}`: nearly everything that people write, and what needs no parser, which would take most of the time of `compile`. */
const plain = /^(?:[^{}\\]|\$\{[^{}]*\}|\{\{\s*(?!else\b)[A-Za-z_]\w*\s*\}\})*$/

/** What a template is made of; throws where it is anything but text and plain `{{name}}`s. */
function piecesOf(text: string): readonly Piece[] {
  if (plain.test(text)) {
    // A pattern in a group makes `split` give what lies between and what matched, in turn.
    return text
      .split(/\{\{\s*(\w+)\s*\}\}/)
      .map((piece, index) => (index % 2 === 0 ? { content: piece } : { name: piece }))
  }
  return parse(text).body.map((statement) => {
    if (isContent(statement)) return { content: statement.value }
    const name = /^\{\{\s*([A-Za-z_][\w]*)\s*\}\}$/.exec(text.slice(...offsets(text, statement.loc)))?.[1]
    if (name === undefined) throw new Error('only `{{name}}` is possible, without blocks, helpers or partials')
    return { name }
  })
}

function isContent(statement: hbs.AST.Statement): statement is hbs.AST.ContentStatement {
  return statement.type === 'ContentStatement'
}

function offsets(
  text: string,
  loc: { start: { line: number; column: number }; end: { line: number; column: number } },
): [number, number] {
  const lines = text.split('\n')
  const before = (line: number): number => lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0)
  return [before(loc.start.line) + loc.start.column, before(loc.end.line) + loc.end.column]
}

/** Why a value can't be filled in, or undefined. A value that is the whole string may be an ARN; a part of one may not add segments. */
function valueProblem(value: unknown, whole: boolean): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return undefined
  if (typeof value !== 'string') return 'is neither text nor a number'
  if (value === '') return 'is empty'
  if (/[*?]/.test(value)) return 'holds a wildcard'
  // One brace is enough: what stands before the parameter may end with a `$`.
  if (/[{}]/.test(value)) return 'holds a brace, which could make a variable'
  if (/["'\\\s\p{Cc}]/u.test(value)) return 'holds a quote, a backslash or white space'
  if (!whole && value.includes(':')) return 'holds a colon, which would begin another segment of the ARN'
  return undefined
}

function badTemplate(text: string, path: string, detail: string): Finding {
  return {
    code: 'RW-TEMPLATE',
    severity: 'error',
    message: `\`${text}\` is not a template: ${detail.split('\n')[0] ?? detail}`,
    path,
    hint: 'write a parameter as `{{name}}`',
  }
}
