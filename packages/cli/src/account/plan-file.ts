import { writeFile } from 'node:fs/promises'
import {
  type AccountState,
  canonicalJson,
  type Change,
  changeStatus,
  type Finding,
  parsePlan,
  type Plan,
  RolewrightError,
  subjectOf,
  toJsonValue,
} from '@rolewright/core'
import { readText } from '../frame/read-text.ts'

/** Writes a plan as JSON. */
export async function writePlanFile(file: string, plan: Plan): Promise<void> {
  await writeFile(file, `${JSON.stringify(plan, null, 2)}\n`)
}

/**
 * Refuses to go on when the plan in a file is not the one that model and account give now: what somebody looked at is what gets
 * applied, or nothing. What of it is done already, by a run that was interrupted, may be missing now.
 *
 * What others do elsewhere in the account meanwhile does not matter, as long as changes, access and notes are the same.
 *
 * @throws {RolewrightError} `plan-file-invalid` for a file that is no plan, `stale-plan` with every difference for one of another day.
 */
export async function requireSamePlan(file: string, plan: Plan, actual: AccountState): Promise<void> {
  const stored = await readPlanFile(file)
  if (stored.accountId !== plan.accountId) {
    throw new RolewrightError({
      code: 'wrong-account',
      message: `the plan is for the account \`${stored.accountId}\`, meant is \`${plan.accountId}\``,
      path: file,
      hint: 'name the account of the plan with `--account`, or make a plan for this one',
    })
  }
  if (canonicalJson(whatMatters(stored)) === canonicalJson(whatMatters(plan))) return
  if (await isRestOf(plan, stored, actual)) return
  throw new StalePlan(file, differences(stored, plan))
}

async function readPlanFile(file: string): Promise<Plan> {
  const text = await readText(file)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new RolewrightError({
      code: 'plan-file-invalid',
      message: `the file is not a plan: ${why.split('\n')[0] ?? why}`,
      path: file,
      hint: 'give the file that `rolewright plan --out` wrote',
      cause: error,
    })
  }
  try {
    return parsePlan(value)
  } catch (error) {
    if (!(error instanceof RolewrightError)) throw error
    throw new RolewrightError({
      code: error.code,
      message: error.message,
      path: file,
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    })
  }
}

/** The plan without what changes with things that it does not touch. */
function whatMatters(plan: Plan): ReturnType<typeof toJsonValue> {
  const { from: _, quotas: __, people, ...rest } = plan
  const { total: ___, ...touched } = people
  return toJsonValue({ ...rest, people: touched })
}

/** Whether a plan is what is left of another: something is left, nothing in it is new, and all that is missing is done. */
async function isRestOf(plan: Plan, stored: Plan, actual: AccountState): Promise<boolean> {
  const now = new Set(plan.changes.map(textOf))
  const before = new Set(stored.changes.map(textOf))
  if (now.size === 0 || now.size === before.size || ![...now].every((change) => before.has(change))) return false
  return stored.changes.every((change) => now.has(textOf(change)) || changeStatus(change, actual) === 'after')
}

function textOf(change: Change): string {
  return canonicalJson(toJsonValue(change))
}

/** The account or the model has moved on since the plan was made; `findings` has every difference. */
class StalePlan extends RolewrightError {
  readonly findings: readonly Finding[]

  constructor(file: string, findings: readonly Finding[]) {
    super({
      code: 'stale-plan',
      message: 'the account, the model or the options are not those that this plan was made from',
      path: file,
      hint: 'make the plan again, look at it, and apply the new one',
    })
    this.findings = findings
  }
}

function differences(stored: Plan, plan: Plan): readonly Finding[] {
  const [before, now] = [textsByName(stored.changes), textsByName(plan.changes)]
  const found = [...new Set([...before.keys(), ...now.keys()])].toSorted().flatMap((subject) => {
    const [was, is] = [before.get(subject), now.get(subject)]
    if (was === is) return []
    if (was === undefined) return [difference(subject, 'is not in the file, but would be made now')]
    if (is === undefined) return [difference(subject, 'is in the file, but would not be made now')]
    return [difference(subject, 'is another in the file than it would be now')]
  })
  if (found.length > 0) return found
  const parts = ['access', 'conflicts', 'people', 'widened', 'calls', 'policy', 'notes'] as const
  return parts
    .filter((part) => canonicalJson(toJsonValue(stored[part])) !== canonicalJson(toJsonValue(plan[part])))
    .map((part) => difference(part, 'is not in the file as it would be now, though the changes are the same'))
}

function textsByName(changes: readonly Change[]): ReadonlyMap<string, string> {
  return new Map(changes.map((change) => [`${change.kind} ${subjectOf(change)}`, textOf(change)]))
}

function difference(path: string, message: string): Finding {
  return { code: 'stale-plan', severity: 'error', path, message }
}
