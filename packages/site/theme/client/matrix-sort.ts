import type { GridHead, SortState } from './grid-content.ts'
import { LETTERS } from './levels.ts'
import type { MatrixState } from './matrix-content.ts'

/** What {@link MatrixState.by} is where rows are sorted by their own names. */
const BY_NAME = ':name'

/** Codes of cells that are no levels. */
export const HAS = '+'
export const HAS_LATER = '~'
export const HAS_NOT = '.'

/** How the rows stand by a column, by its key; by their names for undefined. */
export function sortState({ by, turned, sort }: MatrixState, key: string | undefined): SortState {
  if (key === undefined && by === '' && sort === 'name') return 'ascending'
  if (by !== (key ?? BY_NAME)) return 'none'
  // Of names the first comes first, of levels the highest.
  return (key === undefined) === turned ? 'descending' : 'ascending'
}

/** The state after a click on a column's arrow: the natural order, then the other way round, then as before. */
export function sortedBy(state: MatrixState, key: string | undefined): MatrixState {
  const now = sortState(state, key)
  const first = key === undefined ? 'ascending' : 'descending'
  const sort = state.sort === 'name' ? 'model' : state.sort
  if (now === 'none') return { ...state, by: key ?? BY_NAME, turned: false }
  if (now === first) return { ...state, by: key ?? BY_NAME, turned: true }
  return { ...state, sort, by: '', turned: false }
}

/** What a head says of the order, and does about it. */
export function sortHead(
  state: MatrixState,
  key: string | undefined,
  change: (state: MatrixState) => void,
): NonNullable<GridHead['sort']> {
  return { state: sortState(state, key), run: () => change(sortedBy(state, key)) }
}

/** A row that can be sorted by its name, and by the code of its cell in the column that is sorted by. */
interface Sortable {
  readonly name: string
  readonly code: string
}

/** Sorts by the arrow that was clicked; the order stays as it is where none was, and among equals. */
export function inOrder<Row>(
  rows: readonly Row[],
  { by, turned }: MatrixState,
  sortable: (row: Row) => Sortable,
): readonly Row[] {
  if (by === '') return rows
  const sign = turned ? -1 : 1
  const keyed = rows.map((row) => ({ row, ...sortable(row) }))
  keyed.sort((a, b) =>
    by === BY_NAME ? sign * a.name.localeCompare(b.name, 'en') : sign * (rankOf(b.code) - rankOf(a.code)),
  )
  return keyed.map(({ row }) => row)
}

/** Higher is more; of one level, limited is less. */
function rankOf(code: string): number {
  if (code === HAS) return 2
  if (code === HAS_LATER) return 1
  const letter = code.toUpperCase()
  const level = LETTERS.indexOf(letter)
  return level < 0 ? 0 : level * 2 + (letter === code ? 2 : 1)
}
