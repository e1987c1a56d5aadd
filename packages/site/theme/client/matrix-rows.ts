import type { MatrixRow, MatrixView } from '../../src/view/matrix-view.ts'
import type { GridRow } from './grid-content.ts'
import { isWriting } from './levels.ts'
import type { MatrixState } from './matrix-content.ts'
import { inOrder } from './matrix-sort.ts'

/** Codes of a role's cells: all of them, of which those that change something count, and that of the column sorted by. */
interface RoleCodes {
  readonly all: (row: number) => string
  readonly sorted: (row: number) => string
}

interface NumberedRole {
  readonly row: MatrixRow
  readonly number: number
}

/** The roles that fit, in order, under the headings of their groups. */
export function roleRows(state: MatrixState, matrix: MatrixView, codes: RoleCodes): readonly GridRow[] {
  const words = wordsOf(state.rows)
  const shown = matrix.rows.map((row, number) => ({ row, number })).filter(({ row }) => fits(textOf(row), words))
  shown.sort(chosenOrder(state, codes))
  const rows = inOrder(shown, state, ({ row, number }) => ({ name: row.role.text, code: codes.sorted(number) }))
  if (state.group === 'none') return rows.map(gridRow)
  const key = state.group
  const groups = Map.groupBy(rows, ({ row }) => row[key])
  return [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .flatMap(([name, inGroup]): GridRow[] => [
      { kind: 'group', text: name === '' ? `no ${key}` : name },
      ...inGroup.map(gridRow),
    ])
}

function chosenOrder({ sort }: MatrixState, { all }: RoleCodes): (a: NumberedRole, b: NumberedRole) => number {
  const reach = ({ number }: NumberedRole): number => all(number).split('').filter(isWriting).length
  switch (sort) {
    case 'model':
      return () => 0
    case 'name':
      return (a, b) => a.row.role.text.localeCompare(b.row.role.text, 'en')
    case 'reach':
      return (a, b) => reach(b) - reach(a)
    case 'people':
      return (a, b) => b.row.people - a.row.people
    default:
      return sort satisfies never
  }
}

function gridRow({ row, number }: NumberedRole): GridRow {
  const title = [row.department, row.owner].filter(Boolean).join(', ')
  return { kind: 'row', row: number, head: { text: row.role.text, href: row.role.href, title } }
}

/** What a filter looks through. */
export function textOf(row: MatrixRow): string {
  return `${row.role.text} ${row.department} ${row.owner}`.toLowerCase()
}

/** The words of a filter. */
export function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

/** Whether a text has all words of a filter. */
export function fits(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}
