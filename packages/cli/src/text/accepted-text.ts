import { type Proposal, visibleText } from '@rolewright/core'

/**
 * What to do next with accepted proposals, a line for each kind: those that take away and those that give are written into the source by
 * commands of their own, so that neither hides in the other; credentials are no matter of the source.
 */
export function acceptedText(accepted: readonly Proposal[]): readonly string[] {
  const of = (proof: Proposal['proof']): readonly Proposal[] => accepted.filter((proposal) => proposal.proof === proof)
  const [narrower, wider] = [of('narrower'), of('wider')]
  const others = accepted.flatMap((proposal) =>
    'command' in proposal ? [visibleText(proposal.command.join(' '))] : [],
  )
  return [
    ...(narrower.length === 0 ? [] : ['`rolewright review patch` writes what takes away into the source.']),
    ...(wider.length === 0
      ? []
      : ['`rolewright review patch --grants` writes what gives more into the source, apart from what takes away.']),
    ...[...new Set(others)].map((command) => `\`${command}\` looks after what nobody uses.`),
  ]
}
