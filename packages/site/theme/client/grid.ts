import { make } from './dom.ts'

/** The head of a row or column. */
export interface GridHead {
  readonly text: string
  /** Where it leads. */
  readonly href?: string
  /** What a click on it does; named by the text of `does`. */
  readonly open?: { readonly does: string; readonly run: () => void }
  /** More words for who points at it. */
  readonly title?: string
}

/** One cell; `words` say it all to who can't see it. */
export interface GridCell {
  readonly text: string
  readonly words: string
  readonly kind: string
}

/** A row of cells, or the heading of a group of rows. */
export type GridRow =
  | { readonly kind: 'row'; readonly head: GridHead; readonly row: number }
  | { readonly kind: 'group'; readonly text: string }

/** What a grid shows. */
export interface GridContent {
  readonly corner: string
  readonly columns: readonly GridHead[]
  readonly rows: readonly GridRow[]
  readonly cell: (row: number, column: number) => GridCell
}

/** In root em: the height of a row, and the width of a column and of the row heads. */
const ROW = 2.375
const COLUMN = 2.125
/** So many rows and columns are drawn beyond what can be seen. */
const MARGIN = 5
/** Columns on a printed sheet. */
const PRINTED = 24

const EMPTY: GridContent = { corner: '', columns: [], rows: [], cell: () => ({ text: '', words: '', kind: 'no' }) }

/**
 * A table with sticky heads that draws only the cells that can be seen, so that 300 rows by 450 columns stay fluid. Arrow keys, Home,
 * End, Page Up and Page Down move from cell to cell; when printed, the whole of it is drawn.
 *
 * `scroller` holds a box, and the box the table: the box's padding stands for what is not drawn.
 */
export class Grid {
  private readonly scroller: HTMLElement
  private readonly box: HTMLElement
  private readonly table: HTMLTableElement
  private content: GridContent = EMPTY
  private at = { row: 0, column: 0 }
  private drawn = ''
  private printed: HTMLElement | undefined

  constructor(scroller: HTMLElement, table: HTMLTableElement) {
    this.scroller = scroller
    this.table = table
    this.box = make('div', { class: 'rw-grid-box' })
    table.replaceWith(this.box)
    this.box.append(table)
    table.setAttribute('role', 'grid')
    scroller.classList.add('drawn')
    scroller.addEventListener('scroll', () => this.draw(), { passive: true })
    new ResizeObserver(() => this.draw()).observe(scroller)
    table.addEventListener('keydown', (event) => this.move(event))
    table.addEventListener('focusin', (event) => this.follow(event))
    addEventListener('beforeprint', () => this.printing(true))
    addEventListener('afterprint', () => this.printing(false))
    // Some ways to make a PDF only switch the medium.
    matchMedia('print').addEventListener('change', (event) => this.printing(event.matches))
  }

  /** Shows something else; the place that was scrolled to stays where it can. */
  show(content: GridContent): void {
    this.content = content
    this.drawn = ''
    this.at = { row: this.nearestRow(0, 1), column: 0 }
    this.draw()
  }

  /** On paper nobody scrolls: the whole of it stands there, as many columns to a sheet as fit. */
  private printing(begins: boolean): void {
    this.printed?.remove()
    this.printed = undefined
    if (!begins) return
    const { rows, columns } = this.content
    const sheets = Array.from({ length: Math.ceil(columns.length / PRINTED) }, (_, sheet) => {
      const seen = { left: sheet * PRINTED, right: Math.min(columns.length, (sheet + 1) * PRINTED) }
      const body = make('tbody', {}, ...rows.map((row, at) => this.bodyRow(row, at, seen)))
      return make('table', { class: 'rw-matrix' }, make('thead', {}, this.headRow(seen)), body)
    })
    this.printed = make('div', { class: 'rw-printed' }, ...sheets)
    this.scroller.after(this.printed)
  }

  private draw(): void {
    const { rows, columns } = this.content
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const [height, width] = [ROW * em, COLUMN * em]
    const { scrollTop, scrollLeft, clientHeight, clientWidth } = this.scroller
    const seen = {
      top: Math.max(0, Math.floor(scrollTop / height) - MARGIN),
      bottom: Math.min(rows.length, Math.ceil((scrollTop + clientHeight) / height) + MARGIN),
      left: Math.max(0, Math.floor(scrollLeft / width) - MARGIN),
      right: Math.min(columns.length, Math.ceil((scrollLeft + clientWidth) / width) + MARGIN),
    }
    const key = JSON.stringify(seen)
    if (key === this.drawn) return
    this.drawn = key
    const focused =
      this.table.contains(document.activeElement) && document.activeElement instanceof HTMLTableCellElement
    this.box.style.padding = `${seen.top * height}px ${(columns.length - seen.right) * width}px ${(rows.length - seen.bottom) * height}px ${seen.left * width}px`
    this.table.setAttribute('aria-rowcount', String(rows.length + 1))
    this.table.setAttribute('aria-colcount', String(columns.length + 1))
    this.table.tHead?.replaceChildren(this.headRow(seen))
    const body = this.table.tBodies[0] ?? this.table.createTBody()
    body.replaceChildren(
      ...rows.slice(seen.top, seen.bottom).map((row, index) => this.bodyRow(row, seen.top + index, seen)),
    )
    if (focused) this.cellAt()?.focus({ preventScroll: true })
  }

  private headRow(seen: { readonly left: number; readonly right: number }): HTMLTableRowElement {
    const corner = make('th', { scope: 'col', class: 'corner', 'aria-colindex': '1' }, this.content.corner)
    return make(
      'tr',
      { 'aria-rowindex': '1' },
      corner,
      ...this.content.columns
        .slice(seen.left, seen.right)
        .map((column, index) =>
          make('th', { scope: 'col', class: 'turned', 'aria-colindex': String(seen.left + index + 2) }, head(column)),
        ),
    )
  }

  private bodyRow(
    row: GridRow,
    at: number,
    seen: { readonly left: number; readonly right: number },
  ): HTMLTableRowElement {
    const place = { 'aria-rowindex': String(at + 2) }
    if (row.kind === 'group') {
      const shown = make(
        'th',
        { scope: 'rowgroup', colspan: String(seen.right - seen.left + 1) },
        make('span', {}, row.text),
      )
      return make('tr', { ...place, class: 'group' }, shown)
    }
    const cells: Node[] = [make('th', { scope: 'row', 'aria-colindex': '1' }, head(row.head))]
    for (let column = seen.left; column < seen.right; column++) {
      const { text, words, kind } = this.content.cell(row.row, column)
      const here = at === this.at.row && column === this.at.column
      const of = `${row.head.text}, ${this.content.columns[column]?.text ?? ''}: ${words}`
      cells.push(
        make(
          'td',
          {
            class: kind,
            tabindex: here ? '0' : '-1',
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

  private cellAt(): HTMLTableCellElement | null {
    const place = `tr[aria-rowindex="${this.at.row + 2}"] > [aria-colindex="${this.at.column + 2}"]`
    return this.table.querySelector<HTMLTableCellElement>(place)
  }

  private follow(event: FocusEvent): void {
    if (!(event.target instanceof HTMLTableCellElement) || event.target.cellIndex === 0) return
    const row = Number(event.target.parentElement?.getAttribute('aria-rowindex')) - 2
    const column = Number(event.target.getAttribute('aria-colindex')) - 2
    if (row >= 0 && column >= 0) this.at = { row, column }
  }

  /** The row itself, or the next one that has cells in a direction, or else the last that had. */
  private nearestRow(row: number, step: number): number {
    const { rows } = this.content
    for (let at = row; at >= 0 && at < rows.length; at += step) if (rows[at]?.kind === 'row') return at
    return this.at.row
  }

  private move(event: KeyboardEvent): void {
    if (!(event.target instanceof HTMLTableCellElement) || event.altKey || event.metaKey) return
    const { rows, columns } = this.content
    const { row, column } = this.at
    const page = Math.max(1, Math.floor(this.scroller.clientHeight / 40) - 4)
    const lastRow = rows.length - 1
    const lastColumn = columns.length - 1
    const all = event.ctrlKey
    const targets: Readonly<Record<string, readonly [row: number, column: number, step: number]>> = {
      ArrowLeft: [row, Math.max(0, column - 1), 1],
      ArrowRight: [row, Math.min(lastColumn, column + 1), 1],
      ArrowUp: [row - 1, column, -1],
      ArrowDown: [row + 1, column, 1],
      PageUp: [Math.max(0, row - page), column, 1],
      PageDown: [Math.min(lastRow, row + page), column, -1],
      Home: [all ? 0 : row, 0, 1],
      End: [all ? lastRow : row, lastColumn, -1],
    }
    const to = targets[event.key]
    if (to === undefined) return
    event.preventDefault()
    const before = this.cellAt()
    if (before !== null) before.tabIndex = -1
    this.at = { row: this.nearestRow(to[0], to[2]), column: to[1] }
    this.reveal()
    const cell = this.cellAt()
    if (cell === null) return
    cell.tabIndex = 0
    cell.focus({ preventScroll: true })
  }

  /** Scrolls so that the cell stands beside the sticky heads, and draws it. */
  private reveal(): void {
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const corner = this.table.querySelector('.corner')?.getBoundingClientRect() ?? new DOMRect()
    const top = this.at.row * ROW * em
    const left = this.at.column * COLUMN * em
    const room = {
      height: this.scroller.clientHeight - corner.height - ROW * em,
      width: this.scroller.clientWidth - corner.width - COLUMN * em,
    }
    if (top < this.scroller.scrollTop) this.scroller.scrollTop = top
    else if (top > this.scroller.scrollTop + room.height) this.scroller.scrollTop = top - room.height
    if (left < this.scroller.scrollLeft) this.scroller.scrollLeft = left
    else if (left > this.scroller.scrollLeft + room.width) this.scroller.scrollLeft = left - room.width
    this.draw()
  }
}

function head({ text, href, open, title }: GridHead): Node {
  const named: Readonly<Record<string, string>> = title === undefined ? {} : { title }
  if (open !== undefined) {
    const button = make('button', { type: 'button', 'aria-label': `${text}: ${open.does}`, title: title ?? text }, text)
    button.addEventListener('click', open.run)
    return button
  }
  return href === undefined || href === '' ? make('span', named, text) : make('a', { ...named, href }, text)
}
