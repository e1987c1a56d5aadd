import { createInterface } from 'node:readline/promises'
import picocolors from 'picocolors'

/** Colours for one stream; every function returns its text unchanged where there are none. */
export type Paint = ReturnType<typeof picocolors.createColors>

/** All that the command sees of the world it runs in, besides files and accounts. */
export interface Io {
  readonly cwd: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Colours for `out` and `err`, each by its own stream. */
  readonly paint: { readonly out: Paint; readonly err: Paint }
  /** Asks yes or no; undefined where nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined
  /** Resolves when the user asks to stop (Ctrl-C); what serves waits for it. */
  readonly interrupted: () => Promise<void>
  /** Whether to show stack traces, from `ROLEWRIGHT_DEBUG`. */
  readonly debug: boolean
}

/** The process that runs: its streams, its folder, its terminal. */
export function systemIo(): Io {
  for (const stream of [process.stdout, process.stderr]) {
    // `rolewright … | head` closes the pipe; that is no failure.
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error
    })
  }
  const interactive = process.stdin.isTTY && process.stderr.isTTY
  return {
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    paint: { out: paintFor(process.stdout), err: paintFor(process.stderr) },
    confirm: interactive ? confirmOnTerminal : undefined,
    interrupted: () =>
      new Promise((resolve) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
      }),
    debug: (process.env['ROLEWRIGHT_DEBUG'] ?? '') !== '',
  }
}

/** A pipe's `isTTY` is undefined, which Node's own type for a stream leaves out. */
interface MaybeTerminal {
  readonly isTTY?: boolean
}

function paintFor(stream: MaybeTerminal): Paint {
  // Given undefined, picocolors would decide by itself: it colours pipes where `CI` is set.
  const terminal = stream.isTTY ?? false
  const wanted = (process.env['NO_COLOR'] ?? '') === '' && process.env['TERM'] !== 'dumb'
  return picocolors.createColors(terminal && wanted)
}

async function confirmOnTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const answer = await terminal.question(`${question} [y/N] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
