import { MagicString } from 'magic-string'
import { definitionCalls } from '../review/definition-calls.ts'
import { readSourceFiles } from '../review/source-files.ts'
import { childOf, parseSource, propertyOf } from '../review/syntax.ts'
import { text } from './code.ts'
import type { EditedFile, NotEditable } from './edit-account.ts'

/**
 * Gives a policy of the source another name, in its `definePolicy`. Its identifier stays, since it may be used anywhere.
 *
 * @throws {RolewrightError} `source-not-found`, `source-not-parsed`
 */
export async function renamePolicy(dir: string, from: string, to: string): Promise<EditedFile | NotEditable> {
  for (const { file, path, text: source, untouchable } of await readSourceFiles(dir)) {
    const definition = definitionCalls(parseSource(source, file)).find(
      ({ kind, name }) => kind === 'policy' && name === from,
    )
    const property = definition === undefined ? undefined : propertyOf(definition.object, 'name')
    const value = property === undefined ? undefined : childOf(property, 'value')
    if (value !== undefined && untouchable !== undefined) return { problem: untouchable, file }
    if (value !== undefined)
      return { file, path, text: new MagicString(source).overwrite(value.start, value.end, text(to)).toString() }
  }
  return { problem: `no \`definePolicy\` with the literal name \`${from}\` was found` }
}
