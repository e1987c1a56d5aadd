import type { ContextView } from './context-view.ts'

/** A text with policy variables, in pieces: pattern text, literal text, and variables (keys in lower case). */
export type Template = readonly TemplatePiece[]

type TemplatePiece =
  | { readonly kind: 'pattern'; readonly text: string }
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly key: string; readonly fallback: string | undefined }

const variable = /\$\{(?:([*?$])|\s*([^{}',*?$][^{}',]*?)\s*(?:,\s*'([^']*)'\s*)?)\}/g

/**
 * Takes a text with policy variables apart; undefined when there is none, so that the caller can prepare it once for all requests.
 * See "IAM policy elements: Variables and tags" in the IAM User Guide.
 */
export function parseTemplate(text: string): Template | undefined {
  if (!text.includes('${')) return undefined
  const pieces: TemplatePiece[] = []
  let end = 0
  for (const match of text.matchAll(variable)) {
    const [whole, special, key = '', fallback] = match
    if (match.index > end) pieces.push({ kind: 'pattern', text: text.slice(end, match.index) })
    pieces.push(
      special === undefined
        ? { kind: 'variable', key: key.toLowerCase(), fallback }
        : { kind: 'literal', text: special },
    )
    end = match.index + whole.length
  }
  if (pieces.length === 0) return undefined
  if (end < text.length) pieces.push({ kind: 'pattern', text: text.slice(end) })
  return pieces
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
