/** `1 group`, `3 groups`, `2 policies`, `90 days`, `12 people`. */
export function count(number: number, noun: string): string {
  return number === 1 ? `1 ${noun}` : `${number.toLocaleString('en-US')} ${plural(noun)}`
}

function plural(noun: string): string {
  if (noun.endsWith('person')) return noun.replace(/person$/, 'people')
  return /[^aeiou]y$/.test(noun) ? noun.replace(/y$/, 'ies') : `${noun}s`
}

/** The first of a list, and how many more there are: `a, b and 5 more`. */
export function some(items: readonly string[], most: number): string {
  if (items.length <= most + 1) return items.join(', ')
  return `${items.slice(0, most).join(', ')} and ${(items.length - most).toLocaleString('en-US')} more`
}
