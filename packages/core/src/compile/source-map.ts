/** Where one compiled statement came from. */
export interface StatementSource {
  readonly policyArn: string
  readonly policyName: string
  /** Position in the compiled document, from 0. */
  readonly statement: number
  /** Name of the definition, and the position of its statement. */
  readonly definition: { readonly policy: string; readonly statement: number }
  /** Ids of the tasks and roles that bring this policy in, sorted. */
  readonly tasks: readonly string[]
  readonly roles: readonly string[]
}

/** Role, task and policy behind every compiled statement and group. */
export interface SourceMap {
  readonly statements: readonly StatementSource[]
  /** Group name to business role id. */
  readonly groups: Readonly<Record<string, string>>
}
