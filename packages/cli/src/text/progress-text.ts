import { visibleText } from '@rolewright/core'
import { count } from './words.ts'

/** How far something has come. */
export interface Progress {
  readonly done: number
  readonly total: number
  /** Milliseconds since it began. */
  readonly elapsed: number
  /** What was done last. */
  readonly subject: string
  /** What it is counted in: `change`. */
  readonly noun: string
}

const BAR = 24

/** One line for a terminal, at most `columns` wide: a bar, how many, how much longer, what was done last. */
export function progressBar(progress: Progress, columns: number): string {
  const { done, total, subject } = progress
  const full = total === 0 ? BAR : Math.round((done / total) * BAR)
  const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`
  const text = `${bar} ${done}/${total}, ${timeLeft(progress)}  ${visibleText(subject)}`
  // A line as wide as the terminal would wrap, and could not be written over.
  return text.slice(0, Math.max(0, columns - 1))
}

/** One line for a log. */
export function progressLine(progress: Progress): string {
  const { done, total, subject, noun } = progress
  return `${done} of ${count(total, noun)} done, ${timeLeft(progress)}: ${visibleText(subject)}`
}

function timeLeft({ done, total, elapsed }: Progress): string {
  const left = done === 0 ? 0 : ((elapsed / done) * (total - done)) / 1000
  if (done >= total) return `in ${duration(elapsed / 1000)}`
  return `${duration(left)} left`
}

function duration(seconds: number): string {
  if (seconds < 1) return 'under 1 s'
  if (seconds < 90) return `about ${Math.round(seconds)} s`
  return `about ${Math.round(seconds / 60)} min`
}
