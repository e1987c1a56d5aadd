import type { AwsManagedDocuments } from '../compile/aws-managed-lock.ts'
import type { Model } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'

/** What a rule is told besides the model. */
export interface CheckOptions {
  readonly now: Date
  readonly awsManaged: AwsManagedDocuments
  /** Where owned groups and policies lie; `/rolewright/<model id>/` unless given. */
  readonly path?: string
}

/** One thing that `check` looks for; it gives a finding for every place, in the order of the model. */
export type Rule = (model: Model, options: CheckOptions) => readonly Finding[]
