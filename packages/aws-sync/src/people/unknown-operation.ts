import { errorName } from '../read/aws-error.ts'

const UNKNOWN: ReadonlySet<string> = new Set(['InvalidAction', 'NotImplemented', 'UnknownOperationException'])

/**
 * Whether an endpoint does not know an operation: emulators answer so, or with a page that is no answer of AWS's at all. AWS itself knows
 * every one.
 */
export function isUnknownOperation(error: unknown): boolean {
  return UNKNOWN.has(errorName(error)) || (error instanceof Error && /parse error/i.test(error.message))
}
