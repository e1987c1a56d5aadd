import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expandActions } from '../policy/match/expand-actions.ts'

const count = 2000

/** The compiler's work does not depend on the machine, so a budget of it holds everywhere; it took 42 a use when this was written. */
const instantiationsPerUse = 50

test('checking an action costs the compiler no more than its budget', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rolewright-types-'))
  try {
    const all = expandActions('*')
    const uses = Array.from({ length: count }, (_, index) => `'${all[Math.floor((index * all.length) / count)] ?? ''}'`)
    const statements = uses.flatMap((_, index) => (index % 10 === 0 ? [uses.slice(index, index + 10)] : []))
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(
      join(folder, 'use.ts'),
      `import type { Actions } from ${JSON.stringify(join(import.meta.dirname, 'action.ts'))}
declare function allow<const List extends readonly string[]>(statement: { actions: Actions<List> }): void
${statements.map((names) => `allow({ actions: [${names.join(', ')}] })`).join('\n')}`,
    )
    const compilerOptions = {
      target: 'es2023',
      lib: ['es2023'],
      module: 'nodenext',
      strict: true,
      noEmit: true,
      types: [],
      allowImportingTsExtensions: true,
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['use.ts'] }))
    const tsc = join(import.meta.dirname, '../../../../node_modules/typescript/bin/tsc')
    const output = execFileSync(process.execPath, [tsc, '-p', folder, '--extendedDiagnostics', '--singleThreaded'], {
      encoding: 'utf8',
    })
    const instantiations = Number(/Instantiations:\s+(\d+)/.exec(output)?.[1])
    expect(instantiations).toBeGreaterThan(count)
    expect(instantiations / count).toBeLessThan(instantiationsPerUse)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
