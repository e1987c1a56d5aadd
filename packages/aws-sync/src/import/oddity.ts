/**
 * Something of an account that an import could not write as it is, or did not write at all. `left-out`: not in the model, and still in the
 * account. `changes`: written, and not the same once it is adopted. `told`: written or of no matter to the model, and good to know.
 */
export interface Oddity {
  readonly kind: 'left-out' | 'changes' | 'told'
  /** What it is about: `group Admins`, `policy ReadBills`. */
  readonly subject: string
  /** In words, for a person. */
  readonly message: string
}
