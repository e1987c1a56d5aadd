/** How a column, or the heads of rows, are sorted. */
export type SortState = 'none' | 'ascending' | 'descending'

/** The head of a row or column. */
export interface GridHead {
  readonly text: string
  /** Where it leads. */
  readonly href?: string
  /** What a click on it does; named by the text of `does`. */
  readonly open?: { readonly does: string; readonly run: () => void }
  /** How the rows stand by this column, and what a click on its arrow does. */
  readonly sort?: { readonly state: SortState; readonly run: () => void }
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
  readonly corner: GridHead
  readonly columns: readonly GridHead[]
  readonly rows: readonly GridRow[]
  readonly cell: (row: number, column: number) => GridCell
}
