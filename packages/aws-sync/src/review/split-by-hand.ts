import { isDeepStrictEqual } from 'node:util'
import { asList, type SplitRoleProposal, type SplitTaskProposal } from '@rolewright/core'
import { textOf } from './edit-list.ts'
import { mentionOf, type ParsedSource, theDefinition } from './parsed-sources.ts'
import { tasksOfRole } from './patch-task.ts'
import { printStatement, printString } from './print-statement.ts'
import { styleOf } from './parsed-sources.ts'
import type { PatchOutcome } from './source-edit.ts'
import { childOf, propertyOf } from './syntax.ts'

// Who belongs to a second role, what it is called and which accounts it goes to is for its owner to say: these are never edited alone.

/** The second role that an accepted split asks for, as TypeScript: the first one with another id and fewer tasks. */
export function splitRole(proposal: SplitRoleProposal, files: readonly ParsedSource[]): PatchOutcome {
  const mend = `add this role to the model, and give it to ${proposal.moved.join(', ')} in place of ${proposal.role}`
  const reason = 'a second role needs a title, a place in the model, and people'
  const found = theDefinition(files, 'role', proposal.role)
  if (typeof found === 'string') {
    const place = mentionOf(proposal.role, files)
    return { kind: 'by-hand', reason: found, mend, code: null, ...(place === undefined ? {} : { place }) }
  }
  const { file, definition } = found
  const place = { file: file.source.file, line: definition.call.loc.start.line }
  const tasks = tasksOfRole(file, definition.object, files)
  const style = styleOf(file.syntax, definition.call)
  const id = propertyOf(definition.object, 'id')
  const value = id === undefined ? undefined : childOf(id, 'value')
  if (typeof tasks === 'string' || value === undefined) {
    return { kind: 'by-hand', reason: typeof tasks === 'string' ? tasks : reason, mend, code: null, place }
  }
  const kept = tasks.elements.filter((_, index) => proposal.tasks.includes(tasks.ids[index] ?? ''))
  const { start } = definition.call
  const parts = [
    { from: value.start, to: value.end, text: printString(proposal.newRole, style) },
    {
      from: tasks.list.start,
      to: tasks.list.end,
      text: `[${kept.map((task) => textOf(file.syntax, task)).join(', ')}]`,
    },
    ...['group'].flatMap((name) => {
      // Two roles can't have the same group.
      const group = propertyOf(definition.object, name)
      return group === undefined ? [] : [{ from: group.start, to: group.end + 1, text: '' }]
    }),
  ].toSorted((a, b) => b.from - a.from)
  let code = textOf(file.syntax, definition.call)
  for (const { from, to, text } of parts) code = code.slice(0, from - start) + text + code.slice(to - start)
  return { kind: 'by-hand', reason, mend, code: `export const ${nameOf(proposal.newRole)} = ${code}`, place }
}

/** The narrower policy that an accepted split of a shared one asks for, as TypeScript. */
export function splitTask(proposal: SplitTaskProposal, files: readonly ParsedSource[]): PatchOutcome {
  const found = theDefinition(files, 'policy', proposal.policyName)
  const place =
    typeof found === 'string'
      ? mentionOf(proposal.policyName, files)
      : { file: found.file.source.file, line: found.definition.call.loc.start.line }
  const change = proposal.documents.find(({ groups }) => isDeepStrictEqual(groups, proposal.groups))
  const statements = asList((change ?? proposal.documents[0])?.after?.Statement)
  const name = `${proposal.policyName}For${proposal.groups[0] ?? 'Others'}`
  return {
    kind: 'by-hand',
    reason: `${proposal.usedBy.join(', ')} ${proposal.usedBy.length === 1 ? 'goes' : 'go'} on using what the others do without`,
    mend:
      statements.length === 0
        ? `give ${proposal.groups.join(', ')} tasks without ${proposal.policyName}`
        : `give ${proposal.groups.join(', ')} a task with this policy in place of ${proposal.policyName}`,
    code:
      statements.length === 0
        ? null
        : `export const ${nameOf(name)} = definePolicy({\n  name: ${JSON.stringify(name)},\n  statements: [\n${statements
            .map((statement) => `    ${printStatement(statement, undefined, '    ')},\n`)
            .join('')}  ],\n})`,
    ...(place === undefined ? {} : { place: { file: place.file, line: place.line } }),
  }
}

/** An id as the name of a constant. */
function nameOf(id: string): string {
  const name = id.replaceAll(/[^A-Za-z0-9]+(.)?/g, (_, letter: string | undefined) => (letter ?? '').toUpperCase())
  return /^\d/.test(name) || name === '' ? `role${name}` : name.slice(0, 1).toLowerCase() + name.slice(1)
}
