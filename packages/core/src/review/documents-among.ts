import type { DocumentChange, Proposal } from './proposal.ts'

/**
 * What a proposal changes when these are carried out, itself among them: its documents, and what it and other dropped tasks bring in together.
 */
export function documentsAmong(proposal: Proposal, carriedOut: readonly Proposal[]): readonly DocumentChange[] {
  return [...proposal.documents, ...sharedAmong(proposal, carriedOut)]
}

/** What goes with a dropped task only because others that bring it in are dropped too. */
export function sharedAmong(proposal: Proposal, carriedOut: readonly Proposal[]): readonly DocumentChange[] {
  if (proposal.kind !== 'drop-task' || proposal.shared === undefined) return []
  const dropped = new Set(
    carriedOut.flatMap((one) => (one.kind === 'drop-task' && one.role === proposal.role ? [one.task] : [])),
  )
  return proposal.shared
    .filter(({ tasks }) => tasks.every((task) => dropped.has(task)))
    .flatMap(({ documents }) => documents)
}
