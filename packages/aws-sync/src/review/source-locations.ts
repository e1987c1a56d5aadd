import type { DefinedKind } from './definition-calls.ts'
import { parseFiles } from './parsed-sources.ts'
import { readSourceFiles } from './source-files.ts'

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
  return parseFiles(await readSourceFiles(dir)).flatMap(({ source, calls }) =>
    calls.map(({ kind, name, call }) => ({
      kind,
      name,
      file: source.file,
      line: call.loc.start.line,
      column: call.loc.start.column + 1,
    })),
  )
}
