import type { Model, Suppression } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import type { CheckOptions } from './rule.ts'

/**
 * Findings without those that somebody lives with, and a finding for each suppression that has ended, or that is unused where all accounts were
 * looked into: what it hides may be in another.
 */
export function withoutSuppressed(
  findings: readonly Finding[],
  model: Model,
  { now, account }: Pick<CheckOptions, 'now' | 'account'>,
): readonly Finding[] {
  const active = model.suppressions.filter((one) => now < new Date(one.until))
  const used = new Set<Suppression>()
  const left = findings.filter((finding) => {
    const by = active.find((one) => one.code === finding.code && matches(one.path, finding.path))
    if (by !== undefined) used.add(by)
    return by === undefined
  })
  return [
    ...left,
    ...model.suppressions.flatMap((one, index): readonly Finding[] => {
      const path = `model.suppressions[${index}]`
      if (!active.includes(one)) {
        const message = `the suppression of \`${one.code}\` has ended on ${one.until}`
        return [
          {
            code: 'RW-SUPPRESSION',
            severity: 'warning',
            message,
            path,
            hint: 'mend what it hid, or give a new date with a new reason',
          },
        ]
      }
      if (used.has(one) || account !== undefined) return []
      const message = `the suppression of \`${one.code}\` hides nothing`
      return [{ code: 'RW-SUPPRESSION', severity: 'warning', message, path, hint: 'take it away' }]
    }),
  ]
}

/** A place is meant with all that is inside it: `role clerk` also means `role clerk > task pay`, not `role clerk-of-works`. */
function matches(wanted: string | undefined, path: string | undefined): boolean {
  return (
    wanted === undefined ||
    path === wanted ||
    /^[ .[]/.test(path?.startsWith(wanted) === true ? path.slice(wanted.length) : 'x')
  )
}
