import type { ServiceActions } from '../../src/files/service-actions.ts'
import type { PeopleData } from '../../src/files/people-data.ts'
import type { MatrixView } from '../../src/view/matrix-view.ts'
import type { GridCell, GridContent, GridHead } from './grid-content.ts'
import { levelClass, levelWords } from './levels.ts'
import { fits, roleRows, textOf, wordsOf } from './matrix-rows.ts'
import { HAS, HAS_LATER, HAS_NOT, inOrder, sortHead } from './matrix-sort.ts'

/** What somebody wants to see of the matrix; all of it stands in the address. */
export interface MatrixState {
  readonly view: 'services' | 'tasks' | 'people'
  /** Words that a row must have. */
  readonly rows: string
  /** Words that a column must have. */
  readonly columns: string
  /** Every service, not only those that say something. */
  readonly all: boolean
  readonly sort: 'model' | 'name' | 'reach' | 'people'
  /** Key of the column whose arrow sorts, `:name` for that of the row heads, empty for none. */
  readonly by: string
  /** Whether that arrow points the other way: names from the last, levels from the lowest. */
  readonly turned: boolean
  readonly group: 'none' | 'department' | 'owner'
  /** Id of the account, empty for all together. */
  readonly account: string
  /** The service whose actions are shown, empty for all services. */
  readonly service: string
}

/** What the state needs beside the matrix itself; undefined while it is not asked for. */
export interface MatrixParts {
  readonly matrix: MatrixView
  readonly levels: readonly (readonly string[])[] | undefined
  readonly people: PeopleData | undefined
  readonly service: ServiceActions | undefined
}

/** Asks for another state; `refill` where controls must show it. */
export type ChangeState = (state: MatrixState, refill?: boolean) => void

/** A column, and the number that the data knows it by. */
interface Column {
  readonly head: GridHead
  readonly key: string
  readonly number: number
}

const NONE = '-'

/** The rows, columns and cells that fit the state; heads ask for another one. */
export function matrixContent(state: MatrixState, parts: MatrixParts, change: ChangeState): GridContent {
  if (state.view === 'people') return peopleContent(state, parts, change)
  if (state.view === 'tasks') return tasksContent(state, parts.matrix, change)
  return parts.service === undefined
    ? servicesContent(state, parts, change)
    : actionsContent(state, { matrix: parts.matrix, service: parts.service }, change)
}

function servicesContent(state: MatrixState, parts: MatrixParts, change: ChangeState): GridContent {
  const { matrix } = parts
  const levels = levelsOf(state, parts)
  const words = state.columns.trim().toLowerCase()
  const first = new Set(state.all ? matrix.services.keys() : matrix.shown)
  const columns = matrix.services.flatMap(({ prefix, name }, number): Column[] => {
    const shown = words === '' ? first.has(number) : prefix.includes(words) || name.toLowerCase().includes(words)
    if (!shown) return []
    const zoom = (): void => change({ ...state, service: prefix, columns: '', by: '', turned: false }, true)
    const title = `${name} (${prefix}): show its actions`
    return [{ number, key: prefix, head: { text: name, title, open: { does: 'show its actions', run: zoom } } }]
  })
  return content(state, { matrix, columns, corner: 'Role', codes: (row) => levels[row] ?? '', change })
}

function actionsContent(
  state: MatrixState,
  { matrix, service }: { readonly matrix: MatrixView; readonly service: ServiceActions },
  change: ChangeState,
): GridContent {
  const words = state.columns.trim().toLowerCase()
  const columns = service.actions.flatMap((action, number): Column[] =>
    action.toLowerCase().includes(words)
      ? [{ number, key: action, head: { text: action, title: `${service.service}:${action}` } }]
      : [],
  )
  const rows = state.account === '' ? service.all : (service.accounts[accountNumber(state, matrix)] ?? [])
  const patterns = rows.map((number) => service.patterns[number] ?? '')
  const corner = `Role, ${service.name}`
  return content(state, { matrix, columns, corner, codes: (row) => patterns[row] ?? '', change })
}

function tasksContent(state: MatrixState, matrix: MatrixView, change: ChangeState): GridContent {
  const words = state.columns.trim().toLowerCase()
  const columns = matrix.tasks.flatMap((task, number): Column[] =>
    task.text.toLowerCase().includes(words) ? [{ number, key: keyOf(task.href), head: task }] : [],
  )
  const has = matrix.rows.map((row) => new Set(row.tasks))
  const code = (row: number, number: number): string => (has[row]?.has(number) === true ? HAS : HAS_NOT)
  const codes = (row: number): string => matrix.rows[row]?.levels ?? ''
  return content(state, { matrix, columns, corner: 'Role', codes, code, change })
}

/** What rows of roles have in common. `codes` are all of a row's, one character a column, unless `code` says otherwise. */
function content(
  state: MatrixState,
  given: {
    readonly matrix: MatrixView
    readonly columns: readonly Column[]
    readonly corner: string
    readonly codes: (row: number) => string
    readonly code?: (row: number, number: number) => string
    readonly change: ChangeState
  },
): GridContent {
  const { matrix, columns, corner, codes, change } = given
  const { code = (row: number, number: number): string => codes(row)[number] ?? NONE } = given
  const by = columns.find(({ key }) => key === state.by)?.number ?? -1
  return {
    ...heads(state, { corner, columns, change }),
    rows: roleRows(state, matrix, { all: codes, sorted: (row) => code(row, by) }),
    cell: (row, column) => cellOf(code(row, columns[column]?.number ?? -1)),
  }
}

function peopleContent(state: MatrixState, { matrix, people }: MatrixParts, change: ChangeState): GridContent {
  const words = wordsOf(state.rows)
  const all = people?.people ?? []
  const held = all.map(({ now, later }) => ({ now: new Set(now), later: new Set(later) }))
  const wanted = state.columns.trim().toLowerCase()
  const columns = matrix.rows.flatMap((row, number): Column[] =>
    textOf(row).includes(wanted) ? [{ number, key: keyOf(row.role.href), head: row.role }] : [],
  )
  const code = (row: number, number: number): string =>
    held[row]?.now.has(number) === true ? HAS : held[row]?.later.has(number) === true ? HAS_LATER : HAS_NOT
  const shown = all
    .map((person, row) => ({ person, row }))
    .filter(({ person }) => fits(`${person.name} ${person.userName}`.toLowerCase(), words))
  if (state.sort === 'reach' || state.sort === 'people') shown.sort((a, b) => b.person.now.length - a.person.now.length)
  const by = columns.find(({ key }) => key === state.by)?.number ?? -1
  return {
    ...heads(state, { corner: 'Person', columns, change }),
    rows: inOrder(shown, state, ({ person, row }) => ({ name: person.name, code: code(row, by) })).map(
      ({ person, row }) => ({
        kind: 'row',
        row,
        head: { text: person.name, href: person.href, title: person.userName },
      }),
    ),
    cell: (row, column) => cellOf(code(row, columns[column]?.number ?? -1)),
  }
}

function heads(
  state: MatrixState,
  given: { readonly corner: string; readonly columns: readonly Column[]; readonly change: ChangeState },
): Pick<GridContent, 'corner' | 'columns'> {
  const { corner, columns, change } = given
  return {
    corner: { text: corner, sort: sortHead(state, undefined, (next) => change(next, true)) },
    columns: columns.map(({ head, key }) => ({ ...head, sort: sortHead(state, key, change) })),
  }
}

/** What names a page under its folder: the last part of its address. */
function keyOf(href: string): string {
  return href.split('/').findLast((part) => part !== '') ?? ''
}

function levelsOf(state: MatrixState, { matrix, levels }: MatrixParts): readonly string[] {
  const here = state.account === '' ? undefined : levels?.[accountNumber(state, matrix)]
  return here ?? matrix.rows.map((row) => row.levels)
}

function accountNumber(state: MatrixState, { accounts }: MatrixView): number {
  return accounts.findIndex(({ id }) => id === state.account)
}

function cellOf(code: string): GridCell {
  switch (code) {
    case NONE:
      return { text: '', words: 'none', kind: 'no' }
    case HAS_NOT:
      return { text: '', words: 'no', kind: 'no' }
    case HAS:
      return { text: ' ', words: 'yes', kind: 'yes' }
    case HAS_LATER:
      return { text: ' ', words: 'not yet', kind: 'later' }
    default:
      return { text: code.toUpperCase(), words: levelWords(code), kind: levelClass(code) }
  }
}
