/**
 * Text that somebody else chose, on one line and as what it is: control characters, line ends, and what turns or hides text (bidirectional
 * and zero-width characters) stand as escapes, so that a name can neither drive a terminal nor pretend to be another.
 *
 * @example
 * ```ts
 * visibleText('admin\u202Enimda') // 'admin\\u202enimda'
 * ```
 */
export function visibleText(text: string): string {
  return text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  )
}
