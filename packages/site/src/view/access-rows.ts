import type { AccessLevel } from '@rolewright/core'
import { type ServiceAccess } from './access.ts'
import { LEVEL_LETTERS } from './levels.ts'

/** One service in a table of effective permissions. */
export interface AccessRow {
  readonly service: string
  readonly name: string
  readonly level: AccessLevel
  readonly letter: string
  readonly limited: boolean
  readonly counts: readonly number[]
}

/** A table of effective permissions: the services that can be changed most come first. */
export function accessRows(access: readonly ServiceAccess[]): readonly AccessRow[] {
  return access.map((one) => ({ ...one, letter: LEVEL_LETTERS[one.level] }))
}
