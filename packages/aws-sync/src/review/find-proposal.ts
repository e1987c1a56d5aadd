import { type Proposal, RolewrightError } from '@rolewright/core'

/**
 * The proposal of an id, in small or capital letters, or of its first characters when only one begins with them; of several reviews that have it, the newest one's.
 *
 * @throws {RolewrightError} `unknown-proposal`, `ambiguous-proposal`
 *
 * @example
 * ```ts
 * findProposal(reviews.flatMap(({ review }) => review.proposals), '3f9a').policyName
 * ```
 */
export function findProposal(proposals: readonly Proposal[], given: string): Proposal {
  const id = given.trim().toLowerCase()
  const exact = proposals.findLast((proposal) => proposal.id === id)
  if (exact !== undefined) return exact
  const found = id === '' ? [] : proposals.filter((proposal) => proposal.id.startsWith(id))
  const only = found.at(-1)
  const other = found.find((proposal) => proposal.id !== only?.id)
  if (only === undefined) {
    throw new RolewrightError({
      code: 'unknown-proposal',
      message: `no review has a proposal \`${id}\``,
      hint: 'list them with `rolewright review list`',
    })
  }
  if (other === undefined) return only
  throw new RolewrightError({
    code: 'ambiguous-proposal',
    message: `\`${given}\` begins the ids of several proposals`,
    hint: `give more of it: \`${other.id}\` or \`${only.id}\``,
  })
}
