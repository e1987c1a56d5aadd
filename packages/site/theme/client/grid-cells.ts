import { make } from './dom.ts'
import type { GridContent, GridHead, GridRow } from './grid-content.ts'

/** The columns that are drawn, from `left` to before `right`. */
export interface DrawnColumns {
  readonly left: number
  readonly right: number
}

/** The cell that is in the tabulator's way. */
export interface GridPlace {
  readonly row: number
  readonly column: number
}

/** The row of column heads. */
export function headRow({ corner, columns }: GridContent, { left, right }: DrawnColumns): HTMLTableRowElement {
  const heads = columns.slice(left, right).map((column, index) => {
    const place = { scope: 'col', class: 'turned', 'aria-colindex': String(left + index + 2) }
    return make('th', { ...place, ...sorted(column) }, ...columnHead(column, -1))
  })
  const first = { scope: 'col', class: 'corner', 'aria-colindex': '1', ...sorted(corner) }
  return make('tr', { 'aria-rowindex': '1' }, make('th', first, ...columnHead(corner, 0)), ...heads)
}

/** The row at a place of the content; `at` is the cell that the tabulator comes to. */
export function bodyRow(
  content: GridContent,
  given: { readonly row: GridRow; readonly index: number; readonly seen: DrawnColumns; readonly at: GridPlace },
): HTMLTableRowElement {
  const { row, index, seen, at } = given
  const place = { 'aria-rowindex': String(index + 2) }
  if (row.kind === 'group') {
    const across = { scope: 'rowgroup', colspan: String(seen.right - seen.left + 1) }
    return make('tr', { ...place, class: 'group' }, make('th', across, make('span', {}, row.text)))
  }
  const cells: Node[] = [make('th', { scope: 'row', 'aria-colindex': '1' }, head(row.head))]
  for (let column = seen.left; column < seen.right; column++) {
    const { text, words, kind } = content.cell(row.row, column)
    const of = `${row.head.text}, ${content.columns[column]?.text ?? ''}: ${words}`
    cells.push(
      make(
        'td',
        {
          class: kind,
          tabindex: index === at.row && column === at.column ? '0' : '-1',
          'aria-colindex': String(column + 2),
          'aria-label': of,
          title: of,
        },
        ...(text === '' ? [] : [make('span', { 'aria-hidden': 'true' }, text)]),
      ),
    )
  }
  return make('tr', place, ...cells)
}

function sorted({ sort }: GridHead): Readonly<Record<string, string>> {
  return sort === undefined || sort.state === 'none' ? {} : { 'aria-sort': sort.state }
}

/** A head and the arrow that sorts by it: hundreds of arrows are reached by arrow keys, not by the tabulator. */
function columnHead(column: GridHead, tabIndex: 0 | -1): readonly Node[] {
  const { sort, text } = column
  const named = head(column, tabIndex)
  if (sort === undefined) return [named]
  const label = `Sort by ${text}`
  const arrow = make('button', {
    type: 'button',
    class: `sort ${sort.state}`,
    tabindex: String(tabIndex),
    'aria-label': label,
    title: label,
  })
  arrow.addEventListener('click', sort.run)
  return [named, arrow]
}

function head({ text, href, open, title }: GridHead, tabIndex = 0): Node {
  const named: Readonly<Record<string, string>> = title === undefined ? {} : { title }
  const stop: Readonly<Record<string, string>> = tabIndex === 0 ? {} : { tabindex: String(tabIndex) }
  if (open !== undefined) {
    const label = { 'aria-label': `${text}: ${open.does}`, title: title ?? text }
    const button = make('button', { type: 'button', class: 'open', ...stop, ...label }, text)
    button.addEventListener('click', open.run)
    return button
  }
  return href === undefined || href === '' ? make('span', named, text) : make('a', { ...named, ...stop, href }, text)
}
