import type { z } from 'zod'
import type { Finding } from '../diagnostic/finding.ts'

/** Findings for what a zod schema refuses in `value`, each with its place. */
export function shapeFindings(schema: z.ZodType, value: unknown, path: string): Finding[] {
  const parsed = schema.safeParse(value)
  if (parsed.success) return []
  return parsed.error.issues.map((issue) => {
    const inner = issue.path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`)).join('')
    return { code: 'RW-SHAPE', severity: 'error', message: lowerFirst(issue.message), path: `${path}${inner}` }
  })
}

/** An error of the model at a place. */
export function modelError(problem: { code: string; message: string; path: string; hint?: string }): Finding {
  return { severity: 'error', ...problem }
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
