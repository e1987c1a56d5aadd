import { visibleText } from '../diagnostic/visible-text.ts'
import { sentenceParts } from './sentence-parts.ts'

/**
 * Text that somebody else chose, so that Markdown shows it as it is: on one line, no marks, links, HTML or headings in it.
 *
 * @example
 * ```ts
 * markdownText('[x](javascript:1) <b>') // '\\[x\\]\\(javascript:1\\) \\<b\\>'
 * ```
 */
export function markdownText(text: string): string {
  return (
    visibleText(text)
      .replaceAll(/[\\`*_{}[\]<>()#+!|~&]/g, String.raw`\$&`)
      // What GitHub makes a link of by itself.
      .replaceAll('://', String.raw`\://`)
      .replaceAll(/www\./gi, (found) => `${found.slice(0, -1)}\\.`)
  )
}

/** The same as a span of code, in which nothing means anything: fenced by more backticks than it holds. */
export function codeSpan(text: string): string {
  const shown = visibleText(text)
  const fence = fenceFor(shown, 1)
  const space = shown.startsWith('`') || shown.endsWith('`') || shown.trim() === '' ? ' ' : ''
  return `${fence}${space}${shown}${space}${fence}`
}

/**
 * A sentence that names things between backticks: they come in code, all else as {@link markdownText} shows it.
 *
 * @example
 * ```ts
 * markdownSentence('`iam:*` stays_so') // '`iam:*` stays\\_so'
 * ```
 */
export function markdownSentence(text: string): string {
  return sentenceParts(text)
    .map((part) => (part.isCode ? codeSpan(part.text) : markdownText(part.text)))
    .join('')
}

/** Lines as a block of code in a language, fenced by more backticks than they hold. */
export function codeBlock(language: string, lines: readonly string[]): readonly string[] {
  const shown = lines.map(visibleText)
  const fence = fenceFor(shown.join('\n'), 3)
  return [`${fence}${language}`, ...shown, fence]
}

function fenceFor(text: string, least: number): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  return '`'.repeat(Math.max(least, longest + 1))
}
