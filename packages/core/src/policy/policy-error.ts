import { RolewrightError } from '../diagnostic/rolewright-error.ts'

/**
 * Why a text or value is not an IAM policy: a code, the JSON path, and for a text the line and column (both from 1).
 *
 * @example
 * ```ts
 * new PolicyError({ code: 'missing-statement', message: 'the policy has no statement', path: '$' }).path // '$'
 * ```
 */
export class PolicyError extends RolewrightError {
  readonly line: number | undefined
  readonly column: number | undefined

  constructor(problem: {
    code: string
    message: string
    path: string
    hint?: string
    line?: number
    column?: number
    cause?: unknown
  }) {
    super(problem)
    this.name = 'PolicyError'
    this.line = problem.line
    this.column = problem.column
  }
}
