import { writeFile } from 'node:fs/promises'
import { canonicalJson, type Plan, RolewrightError, toJsonValue } from '@rolewright/core'
import { readText } from '../frame/read-text.ts'

/** Writes a plan as JSON. */
export async function writePlanFile(file: string, plan: Plan): Promise<void> {
  await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`)
}

/**
 * Refuses to go on when the plan in a file is not the one that model and account give now: what somebody looked at is what gets
 * applied, or nothing.
 *
 * @throws {RolewrightError} `plan-file-invalid` for a file that is no plan, `stale-plan` for one of another day.
 */
export async function requireSamePlan(file: string, plan: Plan): Promise<void> {
  const text = await readText(file)
  let stored: unknown
  try {
    stored = JSON.parse(text)
  } catch (error) {
    throw notAPlan(file, error instanceof Error ? error.message : String(error), error)
  }
  if (typeof stored !== 'object' || stored === null || !('version' in stored) || !('changes' in stored)) {
    throw notAPlan(file, 'it has no `version` or no `changes`')
  }
  if (canonicalJson(toJsonValue(stored)) === canonicalJson(toJsonValue(plan))) return
  throw new RolewrightError({
    code: 'stale-plan',
    message: 'the account, the model or the options are not those that this plan was made from',
    path: file,
    hint: 'make the plan again, look at it, and apply the new one',
  })
}

function notAPlan(file: string, why: string, cause?: unknown): RolewrightError {
  return new RolewrightError({
    code: 'plan-file-invalid',
    message: `the file is not a plan: ${why.split('\n')[0] ?? why}`,
    path: file,
    hint: 'give the file that `rolewright plan --out` wrote',
    cause,
  })
}
