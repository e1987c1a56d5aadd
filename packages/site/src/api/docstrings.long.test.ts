import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const core = fileURLToPath(new URL('../../../core/', import.meta.url))

/** What an entry of core exports without a sentence that says what it is: its page in the API reference would be empty. */
function undocumented(entry: string): readonly string[] {
  const file = `${core}src/${entry}`
  const { config } = ts.readConfigFile(`${core}../../tsconfig.base.json`, (path) => ts.sys.readFile(path))
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, core)
  const program = ts.createProgram([file], { ...options, noEmit: true, composite: false, incremental: false })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file)
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source)
  const all = module === undefined ? [] : checker.getExportsOfModule(module)
  expect(all.length).toBeGreaterThan(1)
  return all
    .map((symbol) => ((symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol)))
    .filter((symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() === '')
    .map((symbol) => symbol.name)
}

test.each(['index.ts', 'policy/index.ts', 'vitest/index.ts'])(
  'every export of core/src/%s says what it is',
  (entry) => {
    expect(undocumented(entry)).toEqual([])
  },
)
