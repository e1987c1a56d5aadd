import type { PolicyDocument } from '../document.ts'
import type { PolicyKind } from './check-statement.ts'
import { parsePolicy } from './parse-policy.ts'

/**
 * What `work` makes of documents that were handed over as typed, but perhaps never parsed. When it fails on one that is no policy of the kind, the error says
 * what is wrong with that document and where.
 *
 * @throws {PolicyError} as `parsePolicy` does; else what `work` throws.
 */
export function refuseMalformed<T>(
  documents: readonly PolicyDocument[],
  work: () => T,
  kind: PolicyKind | 'any' = 'identity',
): T {
  try {
    return work()
  } catch (error) {
    for (const document of documents) parsePolicy(document, { kind })
    throw error
  }
}
