import type { ServiceActions } from '../../src/files/service-actions.ts'
import type { PeopleData } from '../../src/files/people-data.ts'
import type { MatrixRow, MatrixView } from '../../src/view/matrix-view.ts'
import type { GridCell, GridContent, GridHead, GridRow } from './grid.ts'
import { isWriting, levelClass, levelWords } from './levels.ts'

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
  readonly group: 'none' | 'department' | 'owner'
  /** Number of the account as text, empty for all together. */
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

const NO: GridCell = { text: '', words: 'no', kind: 'no' }
const YES: GridCell = { text: ' ', words: 'yes', kind: 'yes' }
const LATER: GridCell = { text: ' ', words: 'not yet', kind: 'later' }

/** The rows, columns and cells that fit the state. `zoom` opens a service. */
export function matrixContent(state: MatrixState, parts: MatrixParts, zoom: (service: string) => void): GridContent {
  if (state.view === 'people') return peopleContent(state, parts)
  if (state.view === 'tasks') return tasksContent(state, parts.matrix)
  return parts.service === undefined
    ? servicesContent(state, parts, zoom)
    : actionsContent(state, parts.matrix, parts.service)
}

function servicesContent(state: MatrixState, parts: MatrixParts, zoom: (service: string) => void): GridContent {
  const { matrix } = parts
  const levels = levelsOf(state, parts)
  const words = state.columns.trim().toLowerCase()
  const first = new Set(state.all ? matrix.services.keys() : matrix.shown)
  const columns = matrix.services.flatMap(({ prefix, name }, number) => {
    const fits = words === '' ? first.has(number) : prefix.includes(words) || name.toLowerCase().includes(words)
    return fits ? [{ number, prefix, name }] : []
  })
  return {
    corner: 'Role',
    columns: columns.map(({ prefix, name }): GridHead => ({
      text: name,
      title: `${name} (${prefix}): show its actions`,
      open: { does: 'show its actions', run: () => zoom(prefix) },
    })),
    rows: roleRows(state, matrix, levels),
    cell: (row, column) => levelCell(levels[row]?.[columns[column]?.number ?? -1] ?? '-'),
  }
}

function actionsContent(state: MatrixState, matrix: MatrixView, service: ServiceActions): GridContent {
  const words = state.columns.trim().toLowerCase()
  const columns = service.actions.flatMap((action, number) =>
    action.toLowerCase().includes(words) ? [{ number, action }] : [],
  )
  const rows = state.account === '' ? service.all : (service.accounts[Number(state.account)] ?? [])
  const patterns = rows.map((number) => service.patterns[number] ?? '')
  return {
    corner: `Role, ${service.name}`,
    columns: columns.map(({ action }): GridHead => ({ text: action, title: `${service.service}:${action}` })),
    rows: roleRows(state, matrix, patterns),
    cell: (row, column) => levelCell(patterns[row]?.[columns[column]?.number ?? -1] ?? '-'),
  }
}

function tasksContent(state: MatrixState, matrix: MatrixView): GridContent {
  const words = state.columns.trim().toLowerCase()
  const columns = matrix.tasks.flatMap((task, number) =>
    task.text.toLowerCase().includes(words) ? [{ ...task, number }] : [],
  )
  const has = matrix.rows.map((row) => new Set(row.tasks))
  return {
    corner: 'Role',
    columns,
    rows: roleRows(
      state,
      matrix,
      matrix.rows.map((row) => row.levels),
    ),
    cell: (row, column) => (has[row]?.has(columns[column]?.number ?? -1) === true ? YES : NO),
  }
}

function peopleContent(state: MatrixState, { matrix, people }: MatrixParts): GridContent {
  const words = wordsOf(state.rows)
  const all = people?.people ?? []
  const held = all.map(({ now, later }) => ({ now: new Set(now), later: new Set(later) }))
  const wanted = state.columns.trim().toLowerCase()
  const columns = matrix.rows.flatMap((row, number) =>
    textOf(row).includes(wanted) ? [{ text: row.role.text, href: row.role.href, number }] : [],
  )
  const shown = all
    .map((person, row) => ({ person, row }))
    .filter(({ person }) => fits(`${person.name} ${person.userName}`.toLowerCase(), words))
  if (state.sort === 'reach' || state.sort === 'people') shown.sort((a, b) => b.person.now.length - a.person.now.length)
  return {
    corner: 'Person',
    columns,
    rows: shown.map(({ person, row }) => ({
      kind: 'row',
      row,
      head: { text: person.name, href: person.href, title: person.userName },
    })),
    cell: (row, column) => {
      const number = columns[column]?.number ?? -1
      return held[row]?.now.has(number) === true ? YES : held[row]?.later.has(number) === true ? LATER : NO
    },
  }
}

function levelsOf(state: MatrixState, { matrix, levels }: MatrixParts): readonly string[] {
  return (state.account === '' ? undefined : levels?.[Number(state.account)]) ?? matrix.rows.map((row) => row.levels)
}

function roleRows(state: MatrixState, matrix: MatrixView, levels: readonly string[]): readonly GridRow[] {
  const words = wordsOf(state.rows)
  const shown = matrix.rows.map((row, number) => ({ row, number })).filter(({ row }) => fits(textOf(row), words))
  const reach = (number: number): number => (levels[number] ?? '').split('').filter(isWriting).length
  const orders = {
    model: () => 0,
    name: (a: (typeof shown)[number], b: (typeof shown)[number]) =>
      a.row.role.text.localeCompare(b.row.role.text, 'en'),
    reach: (a: (typeof shown)[number], b: (typeof shown)[number]) => reach(b.number) - reach(a.number),
    people: (a: (typeof shown)[number], b: (typeof shown)[number]) => b.row.people - a.row.people,
  }
  shown.sort(orders[state.sort])
  const rowOf = ({ row, number }: (typeof shown)[number]): GridRow => ({
    kind: 'row',
    row: number,
    head: { text: row.role.text, href: row.role.href, title: [row.department, row.owner].filter(Boolean).join(', ') },
  })
  if (state.group === 'none') return shown.map(rowOf)
  const key = state.group
  const groups = Map.groupBy(shown, ({ row }) => row[key])
  return [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b, 'en'))
    .flatMap(([name, rows]): GridRow[] => [
      { kind: 'group', text: name === '' ? `no ${key}` : name },
      ...rows.map(rowOf),
    ])
}

function levelCell(code: string): GridCell {
  return code === '-'
    ? { ...NO, words: 'none' }
    : { text: code.toUpperCase(), words: levelWords(code), kind: levelClass(code) }
}

function textOf(row: MatrixRow): string {
  return `${row.role.text} ${row.department} ${row.owner}`.toLowerCase()
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
}

function fits(text: string, words: readonly string[]): boolean {
  return words.every((word) => text.includes(word))
}
