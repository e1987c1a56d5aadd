import { type Finding, RolewrightError } from '@rolewright/core'
import { checkDecision, decideAll, type DecidedProposal, type DecideOn } from './decide.ts'
import { type FileProblem, readDecisionFile } from './read-decision-file.ts'

/** A file of decisions that can't be taken as it stands: `findings` has every problem with its line, and nothing was decided. */
export class DecisionFileError extends RolewrightError {
  readonly findings: readonly Finding[]

  constructor(file: string, problems: readonly FileProblem[]) {
    const number = problems.length === 1 ? '1 problem' : `${problems.length} problems`
    super({
      code: 'decision-file-invalid',
      message: `the file has ${number}, so nothing was decided`,
      hint: 'mend the lines named, and run the command again',
      path: file,
    })
    this.name = 'DecisionFileError'
    this.findings = problems.map(({ line, message, hint }) => ({
      code: 'decision-file-invalid',
      severity: 'error',
      message,
      path: `${file}:${line}`,
      hint,
    }))
  }
}

/**
 * Takes the decisions that somebody ticked in a report (see {@link readDecisionFile}): all of them, or none. The same file taken twice
 * writes nothing the second time.
 *
 * @throws {DecisionFileError} with every problem: edited ids, two boxes, missing reasons, dates that are over
 *
 * @example
 * ```ts
 * await decideFromFile({ history, reviews, now: new Date() }, { file: 'review.md', text })
 * ```
 */
export async function decideFromFile(
  on: DecideOn,
  { file, text }: { readonly file: string; readonly text: string },
): Promise<readonly DecidedProposal[]> {
  const { decisions, problems } = readDecisionFile(text)
  const seen = new Map<string, number>()
  const refused = decisions.flatMap((written): FileProblem[] => {
    try {
      const { id } = checkDecision(on, written).proposal
      const first = seen.get(id)
      seen.set(id, first ?? written.line)
      if (first === undefined) return []
      const message = `proposal \`${id}\` is decided in line ${first} already, under another beginning of its id`
      return [{ line: written.line, message, hint: 'leave one of the two' }]
    } catch (error) {
      if (!(error instanceof RolewrightError)) throw error
      return [{ line: written.line, message: error.message, hint: error.hint ?? '' }]
    }
  })
  const all = [...problems, ...refused].toSorted((a, b) => a.line - b.line)
  if (all.length > 0) throw new DecisionFileError(file, all)
  return decideAll(on, decisions)
}
