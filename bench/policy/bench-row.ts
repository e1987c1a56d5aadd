/** One line of the table in bench/README.md. */
export interface BenchRow {
  readonly work: string
  readonly peer: string
  readonly peerResult: string
  readonly ours: string
  /** Ours to the peer's; above 1 is better. */
  readonly ratio: number
  readonly target: string
  readonly holds: boolean
  /** What a reader of the row should know, as Markdown below the table. */
  readonly note?: string
}
