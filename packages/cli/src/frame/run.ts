import { CommanderError } from 'commander'
import { type CommonOptions, createContext, type Start } from './context.ts'
import { type Io, STOPPED } from './io.ts'
import { printProblem } from './print-problem.ts'
import { problemOf } from './problem.ts'
import { createProgram } from './program.ts'
import { usageProblem } from './usage-problem.ts'

/**
 * Runs the command line and gives its exit code: 0 done, 1 failed or findings of severity error, 2 there are changes,
 * 130 stopped by the user.
 *
 * Never throws: whatever goes wrong is printed as what, where and how to mend it, and as JSON too with `--json`.
 */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  let code = 0
  const start: Start = async (options: CommonOptions, body) => {
    const context = createContext(io, options)
    const outcome = await body(context)
    code = outcome.code
    if (context.json && outcome.json !== undefined) io.out(`${JSON.stringify(outcome.json, null, 2)}\n`)
  }
  try {
    await createProgram(start, io).parseAsync(argv, { from: 'user' })
    return code
  } catch (error) {
    // Help was printed: asked for, or because no command was given.
    if (error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help'))
      return error.exitCode
    const problem = error instanceof CommanderError ? usageProblem(error) : problemOf(error)
    io.err(printProblem(problem, io.paint.err))
    if (io.debug && error instanceof Error) io.err(`${traceOf(error)}\n`)
    if (argv.includes('--json')) io.out(`${JSON.stringify({ error: problem }, null, 2)}\n`)
    return problem.code === 'interrupted' ? STOPPED : 1
  }
}

/** The stack of an error and of what caused it. */
function traceOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${traceOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
