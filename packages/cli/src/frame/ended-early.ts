import { type Io, STOPPED } from './io.ts'
import { printProblem } from './print-problem.ts'

/**
 * Says so, and makes the process fail, when it ends before the command is through: a config that calls `process.exit`, or waits for
 * something that never comes. Call what it gives when the command is through.
 */
export function endedEarly(io: Io): () => void {
  const tell = (code: number): void => {
    if (code === STOPPED) return
    io.err(
      printProblem(
        {
          code: 'ended-early',
          message: 'the process ended before the command was through',
          hint: 'look in the config and what it imports for `process.exit`, or for an `await` on what never comes',
        },
        io.paint.err,
      ),
    )
    process.exitCode = 1
  }
  process.once('exit', tell)
  return () => void process.removeListener('exit', tell)
}
