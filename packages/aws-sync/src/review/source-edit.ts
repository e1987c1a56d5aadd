import type { DefinitionCall } from './definition-calls.ts'
import type { Import } from './edit-imports.ts'
import type { ParsedSource, SourcePlace } from './parsed-sources.ts'

/** One element of one list of one definition that was edited: all that is needed to take it back. */
export interface SourceEdit {
  /** Relative to the source folder. */
  readonly file: string
  readonly kind: 'policy' | 'role'
  /** The policy's name or the role's id. */
  readonly name: string
  readonly list: 'statements' | 'tasks'
  /** Position in the list, before the edit for what is gone, after it for what is there. */
  readonly index: number
  /** The element's text; null where there was or is none. */
  readonly before: string | null
  readonly after: string | null
  /** Imports that were left without a use, and went. */
  readonly dropped: readonly Import[]
}

/** What came of one proposal in the source. */
export type PatchOutcome =
  | { readonly kind: 'edited'; readonly file: ParsedSource; readonly line: number; readonly edit: SourceEdit }
  /** The source says it already. */
  | { readonly kind: 'already' }
  /** Somebody has to do it; `code` is what to write in, null where there is nothing to write. */
  | {
      readonly kind: 'by-hand'
      readonly reason: string
      readonly mend: string
      readonly code: string | null
      readonly place?: Pick<SourcePlace, 'file' | 'line'>
    }

/** The element of an edited list again, after the edit, in the freshly parsed file. */
export function sameDefinition(
  file: ParsedSource,
  of: Pick<DefinitionCall, 'kind' | 'name'>,
): DefinitionCall | undefined {
  return file.calls.find(({ kind, name }) => kind === of.kind && name === of.name)
}
