/** What a code of Rolewright means: for the reference page, and for whoever handles errors by their code. */
export interface CodeEntry {
  /** What happened, in a sentence. */
  readonly says: string
  /** A message with this code. */
  readonly example: string
  /** The next thing to do, in a sentence. */
  readonly mend: string
}

export function entry(says: string, example: string, mend: string): CodeEntry {
  return { says, example, mend }
}
