/**
 * An error meant for a person: what is wrong (`message`), where (`path`), and the next thing to do (`hint`).
 *
 * `code` is stable and stands in {@link codes}; `message` starts in lower case, is one line, and quotes user input in backticks.
 */
export class RolewrightError extends Error {
  readonly code: string
  readonly hint: string | undefined
  readonly path: string | undefined

  constructor(problem: { code: string; message: string; hint?: string; path?: string; cause?: unknown }) {
    super(problem.message, problem.cause === undefined ? undefined : { cause: problem.cause })
    this.name = 'RolewrightError'
    this.code = problem.code
    this.hint = problem.hint
    this.path = problem.path
  }
}
