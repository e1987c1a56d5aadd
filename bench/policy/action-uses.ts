import { expandActions } from '@rolewright/core/policy'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const actionType = new URL('../../packages/core/src/define/action.ts', import.meta.url).pathname

/** What the compiler is told of `Actions`: the function whose argument is checked. */
export const lazyHead: string = `import type { Actions } from ${JSON.stringify(actionType)}
declare function allow<const List extends readonly string[]>(statement: { actions: Actions<List> }): void
`

/** Statements with as many actions as asked, spread over the whole catalogue, ten to a statement. */
export function actionUses(count: number): string {
  const all = expandActions('*')
  const uses = Array.from({ length: count }, (_, index) => all[Math.floor((index * all.length) / count)])
  const statements = Array.from({ length: Math.ceil(count / 10) }, (_, index) =>
    uses.slice(index * 10, index * 10 + 10),
  )
  return statements.map((names) => `allow({ actions: [${names.map((name) => `'${name}'`).join(', ')}] })\n`).join('')
}

/** The same function with every action in one union. */
export function flatHead(): string {
  const union = expandActions('*').map((name) => `'${name}'`)
  return `type Flat = ${union.join(' | ')}
declare function allow(statement: { actions: readonly Flat[] }): void
`
}

/** A folder with a file and the settings to check it by. */
export function typeProject(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'rolewright-types-'))
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  writeFileSync(join(folder, 'use.ts'), text)
  const compilerOptions = {
    target: 'es2023',
    lib: ['es2023'],
    module: 'nodenext',
    strict: true,
    noEmit: true,
    types: [],
    skipLibCheck: true,
    allowImportingTsExtensions: true,
  }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
  return folder
}
