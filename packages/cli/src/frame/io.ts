import { createInterface } from 'node:readline/promises'
import { RolewrightError } from '@rolewright/core'
import picocolors from 'picocolors'
import { type Asker, askOnTerminal } from './ask-on-terminal.ts'

/** Colours for one stream; every function returns its text unchanged where there are none. */
export type Paint = ReturnType<typeof picocolors.createColors>

/** The exit code of a command that was stopped, as a shell has it for Ctrl-C. */
export const STOPPED = 130

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** All that the command sees of the world it runs in, besides files and accounts. */
export interface Io {
  readonly cwd: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Colours for `out` and `err`, each by its own stream. */
  readonly paint: { readonly out: Paint; readonly err: Paint }
  /** Asks yes or no; undefined where nobody is there to answer. */
  readonly confirm: ((question: string) => Promise<boolean>) | undefined
  /** Asks for a choice or a text; undefined where nobody is there to answer. */
  readonly ask: Asker | undefined
  /** Resolves when the user asks to stop (Ctrl-C); what serves waits for it. */
  readonly interrupted: () => Promise<void>
  /**
   * Runs what can be stopped in good order: Ctrl-C (or a signal to end) aborts the signal that it gets, and tells the person; the next
   * one leaves at once, with exit code 130.
   */
  readonly stoppable: <Result>(work: (signal: AbortSignal) => Promise<Result>) => Promise<Result>
  /** The width of the terminal that `err` goes to; undefined where it is none, and a line can't be written over. */
  readonly columns: () => number | undefined
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
    ask: interactive ? askOnTerminal() : undefined,
    interrupted: () =>
      new Promise((resolve) => {
        for (const signal of SIGNALS) process.once(signal, () => resolve())
      }),
    stoppable,
    columns: () => (terminalOf(process.stderr) ? process.stderr.columns : undefined),
    debug: (process.env['ROLEWRIGHT_DEBUG'] ?? '') !== '',
  }
}

/** A pipe's `isTTY` is undefined, which Node's own type for a stream leaves out. */
interface MaybeTerminal {
  readonly isTTY?: boolean
}

function terminalOf(stream: MaybeTerminal): boolean {
  return (stream.isTTY ?? false) && process.env['TERM'] !== 'dumb'
}

async function stoppable<Result>(work: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
  const controller = new AbortController()
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(STOPPED)
    controller.abort()
    process.stderr.write('\nStopping after the calls that are under way; Ctrl-C again leaves at once.\n')
  }
  for (const signal of SIGNALS) process.on(signal, stop)
  try {
    return await work(controller.signal)
  } finally {
    for (const signal of SIGNALS) process.removeListener(signal, stop)
  }
}

function paintFor(stream: MaybeTerminal): Paint {
  // Given undefined, picocolors would decide by itself: it colours pipes where `CI` is set.
  return picocolors.createColors(terminalOf(stream) && (process.env['NO_COLOR'] ?? '') === '')
}

async function confirmOnTerminal(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  const left = new AbortController()
  // Ctrl-C and Ctrl-D close it, and nobody would answer.
  terminal.once('SIGINT', () => left.abort()).once('close', () => left.abort())
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal: left.signal })
    return /^y(es)?$/i.test(answer.trim())
  } catch (error) {
    if (!left.signal.aborted) throw error
    throw new RolewrightError({
      code: 'interrupted',
      message: 'you asked to stop, so nothing was changed',
      hint: 'run it again when you want it done',
      cause: error,
    })
  } finally {
    terminal.close()
  }
}
