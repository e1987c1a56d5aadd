import type { Finding } from '../diagnostic/finding.ts'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'

/** A model, or what was compiled from it, that can't be used as it stands: `findings` has every problem, not only the first. */
export class ModelError extends RolewrightError {
  readonly findings: readonly Finding[]

  constructor(problem: { code: string; message: string; findings: readonly Finding[] }) {
    super({
      code: problem.code,
      message: problem.message,
      hint: 'mend the problems listed, then run the command again',
    })
    this.name = 'ModelError'
    this.findings = problem.findings
  }
}

/** `1 problem`, `3 problems`. */
export function countProblems(findings: readonly Finding[]): string {
  return findings.length === 1 ? '1 problem' : `${findings.length} problems`
}
