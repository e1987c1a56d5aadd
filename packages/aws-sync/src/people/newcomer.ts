/** Somebody to onboard. */
export interface Newcomer {
  /** The person's id in the model. */
  readonly person: string
  readonly user: string
  /** Why an access key is needed; none is made without a reason. */
  readonly accessKeyReason?: string
  /** Further tags of the user. */
  readonly tags?: Readonly<Record<string, string>>
}
