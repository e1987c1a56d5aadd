/** `1 group`, `3 groups`, `2 policies`. */
export function count(number: number, noun: string): string {
  if (number === 1) return `1 ${noun}`
  return `${number.toLocaleString('en-US')} ${noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : `${noun}s`}`
}

/** The first of a list, and how many more there are: `a, b and 5 more`. */
export function some(items: readonly string[], most: number): string {
  if (items.length <= most + 1) return items.join(', ')
  return `${items.slice(0, most).join(', ')} and ${(items.length - most).toLocaleString('en-US')} more`
}
