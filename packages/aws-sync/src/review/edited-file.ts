import { type Import, usedNames, withRightImports } from './edit-imports.ts'
import { type ParsedSource, parseFile } from './parsed-sources.ts'

/** A file after an edit, with its imports made right and the names that are no longer imported; undefined when it is no TypeScript any more. */
export function editedFile(
  before: ParsedSource,
  text: string,
): { readonly file: ParsedSource; readonly dropped: readonly Import[] } | undefined {
  try {
    const right = withRightImports(text, before.source.file, usedNames(before.syntax))
    return { file: parseFile(before.source, right.text), dropped: right.dropped }
  } catch {
    return undefined
  }
}
