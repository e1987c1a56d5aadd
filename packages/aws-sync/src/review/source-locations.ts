import { type DefinedKind, definitionCalls } from './definition-calls.ts'
import { readSourceFiles } from './source-files.ts'
import { parseSource } from './syntax.ts'

/** Where something is defined; line and column count from 1. */
export interface SourceLocation {
  readonly kind: DefinedKind
  /** The policy's name, or the id of anything else. */
  readonly name: string
  /** Relative to the folder, with forward slashes. */
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * Where each policy, task, role, person and account with a literal name is defined, by file and line. Nothing of the source is run;
 * what is named by a computed value is not found.
 *
 * @throws {RolewrightError} `source-not-found`, or `source-not-parsed` for a file that is no TypeScript
 *
 * @example
 * ```ts
 * const place = (await sourceLocations('roles')).find(({ kind, name }) => kind === 'policy' && name === 'ReadBills')
 * ```
 */
export async function sourceLocations(dir: string): Promise<readonly SourceLocation[]> {
  const files = await readSourceFiles(dir)
  return files.flatMap(({ file, text }) =>
    definitionCalls(parseSource(text, file)).map(({ kind, name, call }) => ({
      kind,
      name,
      file,
      line: call.loc.start.line,
      column: call.loc.start.column + 1,
    })),
  )
}
