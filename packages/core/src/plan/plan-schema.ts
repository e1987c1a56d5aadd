import { z } from 'zod'
import { RolewrightError } from '../diagnostic/rolewright-error.ts'
import type { Plan } from './plan.ts'
import { planShape } from './plan-shape.ts'

/** What a plan is as JSON: what `rolewright plan --out` writes and `apply` takes. Published as `docs/reference/plan.schema.json`. */
export const planSchema: z.ZodType<Plan> = z.lazy(planShape)

const version = z.object({ version: z.unknown() })

/**
 * A plan out of parsed JSON, such as a plan file's.
 *
 * Throws a {@link RolewrightError} (`plan-file-invalid`) that names the first place that is wrong, or the version that is not known.
 *
 * @example
 * ```ts
 * const plan = parsePlan(JSON.parse(await readFile('plan.json', 'utf8')))
 * ```
 */
export function parsePlan(value: unknown): Plan {
  const stated = version.safeParse(value)
  if (stated.success && stated.data.version !== 1) {
    throw invalidPlan(`its version is \`${String(stated.data.version).slice(0, 20)}\`, known is 1`, 'version')
  }
  const parsed = planSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue?.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('') ?? ''
  const place = path.replace(/^\./, '')
  const message = issue?.message ?? 'unknown shape'
  throw invalidPlan(`${message.charAt(0).toLowerCase()}${message.slice(1)}`, place)
}

function invalidPlan(why: string, place: string): RolewrightError {
  return new RolewrightError({
    code: 'plan-file-invalid',
    message: `this is not a plan: ${place === '' ? '' : `at \`${place}\`, `}${why}`,
    path: place,
    hint: 'give a file as `rolewright plan --out` wrote it; make it anew if it is of another version',
  })
}
