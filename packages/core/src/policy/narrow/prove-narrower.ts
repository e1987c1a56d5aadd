import { RolewrightError } from '../../diagnostic/rolewright-error.ts'
import { comparePolicies } from '../compare/compare-policies.ts'
import type { PolicyDocument, Statement } from '../document.ts'

/**
 * Refuses a statement that is not proved to allow no more than the one it stands for. The other statements don't change, so that the document
 * allows no more either.
 *
 * @throws RolewrightError `narrowing-not-proved`
 */
export function proveNarrower(document: PolicyDocument, before: Statement, after: Statement): void {
  const compared = comparePolicies({ ...document, Statement: before }, { ...document, Statement: after })
  // Whether a statement that hardly any request fits loses one may stay open; that it gains none may not.
  const open = compared.undecided?.some(({ direction }) => direction === 'gained') ?? false
  if (compared.gained.length === 0 && !open) return
  throw new RolewrightError({
    code: 'narrowing-not-proved',
    message: `narrowing a statement gave one that could not be proved to be narrower, but was \`${compared.relation}\``,
    hint: 'leave this statement as it is and report the document',
  })
}
