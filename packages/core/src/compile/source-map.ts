/** One statement of a definition, as its author wrote it. */
export interface DefinedStatement {
  /** Name of the `definePolicy`. */
  readonly policy: string
  /** Position in its `statements`, from 0. */
  readonly statement: number
}

/** Where one compiled statement came from. */
export interface StatementSource {
  readonly policyArn: string
  readonly policyName: string
  /** Position in the compiled document, from 0. */
  readonly statement: number
  /** Usually one; several where packing had to merge statements, none for a guard that compile adds by itself. */
  readonly definitions: readonly DefinedStatement[]
  /** Ids of the tasks and roles that bring it in, sorted. */
  readonly tasks: readonly string[]
  readonly roles: readonly string[]
}

/** Role, task and policy behind every compiled statement and group. */
export interface SourceMap {
  readonly statements: readonly StatementSource[]
  /** Group name to business role id. */
  readonly groups: Readonly<Record<string, string>>
}
