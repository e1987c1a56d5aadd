import { make } from './dom.ts'
import { bodyRow, headRow } from './grid-cells.ts'
import type { GridContent } from './grid-content.ts'

/** In root em: the height of a row, and the width of a column and of the row heads. */
const ROW = 2.375
const COLUMN = 2.125
/** So many rows and columns are drawn beyond what can be seen. */
const MARGIN = 5
/** Columns on a printed sheet. */
const PRINTED = 24
/** The row of the heads, where the content's rows count from 0. */
const HEAD = -1

const EMPTY: GridContent = {
  corner: { text: '' },
  columns: [],
  rows: [],
  cell: () => ({ text: '', words: '', kind: 'no' }),
}

/**
 * A table with sticky heads that draws only the cells that can be seen, so that 300 rows by 450 columns stay fluid. Arrow keys, Home,
 * End, Page Up and Page Down move from cell to cell, and up to the heads; when printed, the whole of it is drawn.
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

  /** Shows something else; the place that was scrolled to stays where it can, and a head that has the focus keeps it. */
  show(content: GridContent): void {
    const inHead = this.focusedHead() !== undefined
    this.content = content
    this.drawn = ''
    if (!inHead) this.at = { row: this.nearestRow(0, 1), column: 0 }
    this.draw()
    // What is shown may have given the box more room, and so room for more.
    this.draw()
  }

  /** On paper nobody scrolls: the whole of it stands there, as many columns to a sheet as fit. */
  private printing(begins: boolean): void {
    this.printed?.remove()
    this.printed = undefined
    if (!begins) return
    const { content, at } = this
    const { rows, columns } = content
    const sheets = Array.from({ length: Math.ceil(columns.length / PRINTED) }, (_, sheet) => {
      const seen = { left: sheet * PRINTED, right: Math.min(columns.length, (sheet + 1) * PRINTED) }
      const body = make('tbody', {}, ...rows.map((row, index) => bodyRow(content, { row, index, seen, at })))
      return make('table', { class: 'rw-matrix' }, make('thead', {}, headRow(content, seen)), body)
    })
    this.printed = make('div', { class: 'rw-printed' }, ...sheets)
    this.scroller.after(this.printed)
  }

  private draw(): void {
    const { content } = this
    // Until there is something to draw, the table stands as the page came with it.
    if (content === EMPTY) return
    const { rows, columns } = content
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
    const { activeElement } = document
    const inCell = this.table.contains(activeElement) && activeElement instanceof HTMLTableCellElement
    const inHead = this.focusedHead()
    this.box.style.padding = `${seen.top * height}px ${(columns.length - seen.right) * width}px ${(rows.length - seen.bottom) * height}px ${seen.left * width}px`
    this.table.setAttribute('aria-rowcount', String(rows.length + 1))
    this.table.setAttribute('aria-colcount', String(columns.length + 1))
    this.table.tHead?.replaceChildren(headRow(content, seen))
    const body = this.table.tBodies[0] ?? this.table.createTBody()
    const { at } = this
    body.replaceChildren(
      ...rows
        .slice(seen.top, seen.bottom)
        .map((row, index) => bodyRow(content, { row, index: seen.top + index, seen, at })),
    )
    if (inCell) this.cellAt()?.focus({ preventScroll: true })
    if (inHead !== undefined) this.partsOfHead(inHead.column)[inHead.part]?.focus({ preventScroll: true })
  }

  private cellAt(): HTMLTableCellElement | null {
    const place = `tr[aria-rowindex="${this.at.row + 2}"] > [aria-colindex="${this.at.column + 2}"]`
    return this.table.querySelector<HTMLTableCellElement>(place)
  }

  /** What can have the focus in a column's head: its name, and the arrow that sorts by it. */
  private partsOfHead(column: number): readonly HTMLElement[] {
    const parts = this.table.tHead?.querySelectorAll<HTMLElement>(`[aria-colindex="${column + 2}"] > :is(a, button)`)
    return [...(parts ?? [])]
  }

  /** The column whose head has the focus, and the part of it. */
  private focusedHead(): { readonly column: number; readonly part: number } | undefined {
    const { activeElement } = document
    const cell = activeElement?.closest('thead th')
    if (!(activeElement instanceof HTMLElement) || !(cell instanceof HTMLElement)) return undefined
    if (!this.table.contains(cell)) return undefined
    const column = Number(cell.getAttribute('aria-colindex')) - 2
    return { column, part: this.partsOfHead(column).indexOf(activeElement) }
  }

  private follow(event: FocusEvent): void {
    if (!(event.target instanceof HTMLTableCellElement) || event.target.cellIndex === 0) return
    const row = Number(event.target.parentElement?.getAttribute('aria-rowindex')) - 2
    const column = Number(event.target.getAttribute('aria-colindex')) - 2
    if (row >= 0 && column >= 0) this.at = { row, column }
  }

  /** The row itself, or the next one that has cells in a direction; the heads above the first, and else the last that had. */
  private nearestRow(row: number, step: number): number {
    const { rows } = this.content
    for (let at = row; at >= 0 && at < rows.length; at += step) if (rows[at]?.kind === 'row') return at
    return step < 0 && row >= HEAD ? HEAD : this.at.row
  }

  private move(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return
    const inHead = this.focusedHead()
    if (inHead !== undefined) this.moveInHead(event, inHead)
    else if (event.target instanceof HTMLTableCellElement) this.moveInBody(event)
  }

  private moveInBody(event: KeyboardEvent): void {
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
    const next = this.nearestRow(to[0], to[2])
    if (next === HEAD) {
      this.partsOfHead(column).at(-1)?.focus({ preventScroll: true })
      return
    }
    this.goTo({ row: next, column: to[1] })
  }

  /** From head to head, from the arrow to the name above it, and back into the cells. */
  private moveInHead(event: KeyboardEvent, { column, part }: { readonly column: number; readonly part: number }): void {
    const lastColumn = this.content.columns.length - 1
    const columns: Readonly<Record<string, number>> = {
      ArrowLeft: Math.max(HEAD, column - 1),
      ArrowRight: Math.min(lastColumn, column + 1),
      Home: HEAD,
      End: lastColumn,
    }
    const parts = this.partsOfHead(column)
    const to = columns[event.key]
    if (to === undefined && event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return
    event.preventDefault()
    if (to !== undefined) {
      this.at = { row: this.nearestRow(0, 1), column: Math.max(0, to) }
      this.reveal('head')
      const there = this.partsOfHead(to)
      // Counted from below, since every head has the arrow and not every one a name to open.
      there.at(Math.max(-there.length, part - parts.length))?.focus({ preventScroll: true })
    } else if (event.key === 'ArrowUp') parts[part - 1]?.focus({ preventScroll: true })
    else if (part < parts.length - 1) parts[part + 1]?.focus({ preventScroll: true })
    else this.goTo({ row: this.nearestRow(0, 1), column: Math.max(0, column) })
  }

  private goTo(place: { readonly row: number; readonly column: number }): void {
    const before = this.table.querySelector<HTMLTableCellElement>('td[tabindex="0"]')
    if (before !== null) before.tabIndex = -1
    this.at = place
    this.reveal('cell')
    const cell = this.cellAt()
    if (cell === null) return
    cell.tabIndex = 0
    cell.focus({ preventScroll: true })
  }

  /** Scrolls so that the cell, or the head of its column, stands beside the sticky heads, and draws it. */
  private reveal(what: 'cell' | 'head'): void {
    const em = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    const corner = this.table.querySelector('.corner')?.getBoundingClientRect() ?? new DOMRect()
    const top = this.at.row * ROW * em
    const left = this.at.column * COLUMN * em
    const room = {
      height: this.scroller.clientHeight - corner.height - ROW * em,
      width: this.scroller.clientWidth - corner.width - COLUMN * em,
    }
    if (what === 'cell') {
      if (top < this.scroller.scrollTop) this.scroller.scrollTop = top
      else if (top > this.scroller.scrollTop + room.height) this.scroller.scrollTop = top - room.height
    }
    if (left < this.scroller.scrollLeft) this.scroller.scrollLeft = left
    else if (left > this.scroller.scrollLeft + room.width) this.scroller.scrollLeft = left - room.width
    this.draw()
  }
}
