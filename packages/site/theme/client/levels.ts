/** What the letters of levels stand for; lower case means limited. */
const LEVELS: Readonly<Record<string, string>> = {
  L: 'List',
  R: 'Read',
  T: 'Tagging',
  W: 'Write',
  P: 'Permissions management',
}

/** From the least to the most that can be done. */
export const LETTERS = 'LRTWP'

/** A level in words: `Write, limited`; `none` for a letter that is no level. */
export function levelWords(code: string): string {
  const letter = code.toUpperCase()
  const level = LEVELS[letter]
  if (level === undefined) return 'none'
  return code === letter ? level : `${level}, limited`
}

/** The class of a cell that shows a level. */
export function levelClass(code: string): string {
  const letter = code.toUpperCase()
  if (LEVELS[letter] === undefined) return 'no'
  return `level-${letter}${code === letter ? '' : ' limited'}`
}

/** Whether a level changes something: writing, or giving permissions. */
export function isWriting(code: string): boolean {
  return /[wp]/i.test(code)
}
