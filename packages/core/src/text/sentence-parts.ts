/** A part of a sentence: plain words, or a name that stands in code. */
export interface SentencePart {
  readonly text: string
  readonly isCode: boolean
}

/**
 * A sentence of ours in its parts: what it names stands between backticks. Nothing is escaped.
 *
 * @example
 * ```ts
 * sentenceParts('`iam:*` stays') // [{ text: 'iam:*', isCode: true }, { text: ' stays', isCode: false }]
 * ```
 */
export function sentenceParts(sentence: string): readonly SentencePart[] {
  return sentence
    .split(/(`[^`]+`)/)
    .filter((part) => part !== '')
    .map((part) => {
      const isCode = /^`[^`]+`$/.test(part)
      return { text: isCode ? part.slice(1, -1) : part, isCode }
    })
}
