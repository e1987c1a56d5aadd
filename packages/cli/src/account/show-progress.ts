import type { Io } from '../frame/io.ts'
import { progressBar, progressLine } from '../text/progress-text.ts'

const STEPS = 10
const LONGEST_SILENCE = 5000
const CLEAR_LINE = '\r\u001B[K'

/** How far something has come: of how many things, and which was the last. */
export interface Step {
  readonly done: number
  readonly total: number
  readonly subject: string
}

/** Tells a person how far a long work has come (`noun` is what it is counted in): a bar on a terminal, elsewhere a line for each tenth and at least every five seconds. */
export function showProgress(
  io: Io,
  noun: string,
): {
  readonly onProgress: (step: Step) => void
  readonly end: () => void
} {
  const begun = performance.now()
  let told = { step: 0, at: begun }
  let bar = false
  return {
    onProgress: ({ done, total, subject }) => {
      const now = performance.now()
      const progress = { done, total, elapsed: now - begun, subject, noun }
      const columns = io.columns()
      if (columns !== undefined) {
        bar = true
        io.err(`${CLEAR_LINE}${progressBar(progress, columns)}`)
        return
      }
      const step = Math.floor((done / total) * STEPS)
      if (step === told.step && now - told.at < LONGEST_SILENCE) return
      told = { step, at: now }
      io.err(`${progressLine(progress)}\n`)
    },
    end: () => {
      if (bar) io.err(CLEAR_LINE)
    },
  }
}
