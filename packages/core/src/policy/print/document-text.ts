import type { PolicyDocument } from '../document.ts'

const known = new WeakMap<PolicyDocument, string>()

/**
 * A document as JSON on one line, as it stands. A document is never changed, so that its text is made once, however often its size is
 * asked for or it is hashed: an account may hold thousands.
 */
export function documentText(document: PolicyDocument): string {
  const there = known.get(document)
  if (there !== undefined) return there
  const text = JSON.stringify(document)
  known.set(document, text)
  return text
}
