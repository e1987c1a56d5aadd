import type { AccessLevel } from '@rolewright/core'

/** AWS's access levels from the least to the most that can be done with them. */
export const LEVELS: readonly AccessLevel[] = ['List', 'Read', 'Tagging', 'Write', 'Permissions management']

/** One letter for each level, so that colour never stands alone. */
export const LEVEL_LETTERS: Readonly<Record<AccessLevel, string>> = {
  List: 'L',
  Read: 'R',
  Tagging: 'T',
  Write: 'W',
  'Permissions management': 'P',
}
