import { actionNames, actionsMatching } from './action-patterns.ts'

/**
 * The actions of the catalogue that any of the patterns matches: `service:Action` as AWS writes it, each once, sorted by code unit.
 *
 * Case does not matter; `*` stands for any characters and `?` for one. What the catalogue does not know is left out, so a literal
 * that AWS has not documented gives nothing, and so does a wildcard before the colon, which IAM refuses. Follows "IAM JSON policy elements: Action" in the IAM User Guide.
 *
 * @example
 * ```ts
 * expandActions(['s3:GetObject*Acl', 'sqs:sendmessage']) // ['s3:GetObjectAcl', 's3:GetObjectVersionAcl', 'sqs:SendMessage']
 * ```
 */
export function expandActions(patterns: string | readonly string[]): string[] {
  return actionNames(actionsMatching(patterns))
}
