import type { ParsedSource } from './parsed-sources.ts'
import { childOf, childrenOf, nodesOf, type Syntax } from './syntax.ts'

/** A constant that an edit left without a use; a compiler that looks for those refuses it. */
export interface LeftUnused {
  readonly file: string
  readonly name: string
  /** From 1, in the edited file. */
  readonly line: number
}

/** The constants of a file that nothing uses after an edit and something did before. What is exported may be used elsewhere. */
export function leftUnused(before: ParsedSource, after: ParsedSource): readonly LeftUnused[] {
  const already = unusedIn(before.syntax)
  return [...unusedIn(after.syntax)]
    .filter(([name]) => !already.has(name))
    .map(([name, line]) => ({ file: after.source.file, name, line }))
}

/** Constants of the file's own, not exported, that stand nowhere but where they are declared; with their lines. */
function unusedIn(syntax: Syntax): ReadonlyMap<string, number> {
  const times = new Map<string, number>()
  for (const node of nodesOf(syntax.root)) {
    const name = /^(?:JSX)?Identifier$/.test(node.type) ? node['name'] : undefined
    if (typeof name === 'string') times.set(name, (times.get(name) ?? 0) + 1)
  }
  const unused = new Map<string, number>()
  for (const statement of childrenOf(childOf(syntax.root, 'program') ?? syntax.root, 'body')) {
    if (statement?.type !== 'VariableDeclaration') continue
    for (const declarator of childrenOf(statement, 'declarations')) {
      const id = declarator === null ? undefined : childOf(declarator, 'id')
      const name = id?.type === 'Identifier' ? id['name'] : undefined
      if (id !== undefined && typeof name === 'string' && times.get(name) === 1) unused.set(name, id.loc.start.line)
    }
  }
  return unused
}
