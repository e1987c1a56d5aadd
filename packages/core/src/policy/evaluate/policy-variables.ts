import type { ContextView } from './context-view.ts'

/** A text with policy variables, in pieces: pattern text, literal text, and variables (keys in lower case). */
export type Template = readonly TemplatePiece[]

type TemplatePiece =
  | { readonly kind: 'pattern'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined }

/** The longest that a variable may be, braces and default included; IAM's keys and tag values are shorter. */
const longestVariable = 1024

/**
 * Takes a text with policy variables apart; undefined when there is none, so that the caller can prepare it once for all requests. What only looks like a
 * variable stays text. See "IAM policy elements: Variables and tags" in the IAM User Guide.
 */
export function parseTemplate(text: string): Template | undefined {
  const pieces: TemplatePiece[] = []
  let end = 0
  for (let at = text.indexOf('${'); at !== -1; at = text.indexOf('${', at + 2)) {
    const found = at < end ? undefined : readVariable(text.slice(at, at + longestVariable))
    if (found === undefined) continue
    if (at > end) pieces.push({ kind: 'pattern', text: text.slice(end, at) })
    pieces.push(found.piece)
    end = at + found.length
  }
  if (pieces.length === 0) return undefined
  if (end < text.length) pieces.push({ kind: 'pattern', text: text.slice(end) })
  return pieces
}

/** Reads the variable that a text begins with: `${key}`, `${key, 'default'}`, or one of `${*}`, `${?}`, `${$}`. */
function readVariable(text: string): { readonly piece: TemplatePiece; readonly length: number } | undefined {
  const special = /^\$\{([*?$])\}/.exec(text)?.[1]
  if (special !== undefined) return { piece: { kind: 'literal', text: special }, length: 4 }
  const name = /^\$\{([^{}',*?$]+)/.exec(text)?.[1]
  const key = name?.trim().toLowerCase()
  if (name === undefined || key === undefined || key === '') return undefined
  const rest = text.slice(2 + name.length)
  if (rest.startsWith('}')) return { piece: { kind: 'variable', key, fallback: undefined }, length: 3 + name.length }
  const [written, fallback] = /^,\s*'([^']*)'\s*\}/.exec(rest) ?? []
  if (written === undefined) return undefined
  return { piece: { kind: 'variable', key, fallback }, length: 2 + name.length + written.length }
}

/**
 * Fills a template in for a request; undefined when a variable has no value, which nothing equals. A default steps in for an absent key, never
 * for a multi-valued one, whose variable has no value even if only one is present. What a variable stands for is literal: wildcards in it match themselves.
 */
export function fillTemplate(
  template: Template,
  context: ContextView,
): readonly { readonly text: string; readonly literal: boolean }[] | undefined {
  const filled: { text: string; literal: boolean }[] = []
  for (const piece of template) {
    if (piece.kind !== 'variable') {
      filled.push({ text: piece.text, literal: piece.kind === 'literal' })
      continue
    }
    const entry = context.get(piece.key)
    const value = entry === undefined ? piece.fallback : entry.multiple ? undefined : entry.values[0]
    if (value === undefined) return undefined
    filled.push({ text: value, literal: true })
  }
  return filled
}
