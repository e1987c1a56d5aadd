import type { GrantMissingProposal } from '@rolewright/core'
import { MagicString } from 'magic-string'
import { insertElement, indentAt, textOf } from './edit-list.ts'
import { withImport } from './edit-imports.ts'
import { editedFile } from './edited-file.ts'
import { mentionOf, type ParsedSource, type SourcePlace, styleOf, theDefinition } from './parsed-sources.ts'
import { houseStyle, printStatement } from './print-statement.ts'
import { type PatchOutcome, sameDefinition } from './source-edit.ts'
import { readStatement, statementsOf } from './statement-source.ts'

/** Adds the statement of an accepted grant behind the others of its policy, or says why somebody has to. */
export function patchGrant(proposal: GrantMissingProposal, files: readonly ParsedSource[]): PatchOutcome {
  const found = theDefinition(files, 'policy', proposal.policyName)
  if (typeof found === 'string') return byHand(proposal, found, mentionOf(proposal.policyName, files))
  const { file, definition } = found
  const style = styleOf(file.syntax, definition.call)
  const place = { style, file: file.source.file, line: definition.call.loc.start.line }
  const statements = statementsOf(definition.object)
  if (typeof statements === 'string') return byHand(proposal, statements, place)
  const last = statements.elements.at(-1)
  const indent = last === undefined ? '' : indentAt(file.syntax, last.start)
  const text = printStatement(proposal.statement, style, indent)
  if (statements.elements.some((element) => sameCode(textOf(file.syntax, element), text))) return { kind: 'already' }
  const code = new MagicString(file.text)
  const index = statements.elements.length
  insertElement({ code, syntax: file.syntax, style }, statements.list, { index, text })
  let fresh = withImport(code.toString(), file.source.file, { name: 'allow', from: '@rolewright/core' })
  if (text.includes('unlisted('))
    fresh = withImport(fresh, file.source.file, { name: 'unlisted', from: '@rolewright/core' })
  const after = editedFile(file, fresh)?.file
  const now = after === undefined ? undefined : sameDefinition(after, definition)
  const listed = now === undefined ? 'gone' : statementsOf(now.object)
  const added = typeof listed === 'string' ? undefined : listed.elements[index]
  if (after === undefined || added === undefined || typeof readStatement(added, after.syntax) === 'string') {
    return byHand(proposal, 'the edit would not come out as accepted', place)
  }
  return {
    kind: 'edited',
    file: after,
    line: last?.loc.start.line ?? place.line,
    edit: {
      file: file.source.file,
      kind: 'policy',
      name: definition.name,
      list: 'statements',
      index,
      before: null,
      after: textOf(after.syntax, added),
      dropped: [],
    },
  }
}

/** Whether two pieces of code are the same but for white space and trailing commas. */
export function sameCode(a: string, b: string): boolean {
  return bare(a) === bare(b)
}

function bare(text: string): string {
  return text.replaceAll(/\s+/g, '').replaceAll(/,(?=[)\]}])/g, '')
}

function byHand(proposal: GrantMissingProposal, reason: string, place: SourcePlace | undefined): PatchOutcome {
  return {
    kind: 'by-hand',
    reason,
    mend: `add this statement to ${proposal.policyName}`,
    code: printStatement(proposal.statement, place?.style ?? houseStyle),
    ...(place === undefined ? {} : { place: { file: place.file, line: place.line } }),
  }
}
