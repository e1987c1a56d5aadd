import type { Io, Paint } from './io.ts'

/** What every command takes. */
export interface CommonOptions {
  readonly config?: string
  readonly account?: string
  readonly json?: boolean
  readonly yes?: boolean
}

/** What a command has done: its exit code, and the one JSON document that `--json` prints; undefined when it printed it before. */
export interface Outcome {
  readonly code: 0 | 1 | 2
  readonly json: unknown
}

/** A running command's way to speak. */
export interface Context {
  readonly io: Io
  readonly json: boolean
  /** A line of the result: stdout for a person; left to the JSON document with `--json`. */
  readonly say: (line?: string) => void
  /** A line about the result or the work: always stderr. */
  readonly note: (line: string) => void
  /** Colours for `say`. */
  readonly paint: Paint
}

/** Runs a command's body, prints its JSON, and keeps its exit code. */
export type Start = (options: CommonOptions, body: (context: Context) => Promise<Outcome>) => Promise<void>

/** A context on an `Io`. */
export function createContext(io: Io, options: CommonOptions): Context {
  const json = options.json === true
  return {
    io,
    json,
    say: (line = '') => {
      if (!json) io.out(`${line}\n`)
    },
    note: (line) => io.err(`${line}\n`),
    paint: io.paint.out,
  }
}
