/** User input for an error message: in backticks, on one line, and cut where it gets long. */
export function shorten(input: string): string {
  const line = input.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029`]/gu, '\ufffd')
  return `\`${line.length > 80 ? `${line.slice(0, 77)}...` : line}\``
}
