import { rmSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { lazyHead, typeProject } from './action-uses.ts'
import type { BenchRow } from './bench-row.ts'

const atMost = 50
const runs = 5

/** What an editor waits for when it asks for completions, the compiler already warm: first the services, then the actions of one. */
export default function completeActions(): BenchRow {
  const folder = typeProject('')
  const file = join(folder, 'use.ts')
  let text = ''
  let version = 0
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({
      strict: true,
      noEmit: true,
      module: ts.ModuleKind.NodeNext,
      target: ts.ScriptTarget.ES2023,
      allowImportingTsExtensions: true,
      types: [],
    }),
    getScriptFileNames: () => [file],
    getScriptVersion: (name) => (name === file ? String(version) : '1'),
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name)
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content)
    },
    getCurrentDirectory: () => folder,
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => ts.sys.fileExists(name),
    readFile: (name) => ts.sys.readFile(name),
  })
  const complete = (typed: string): { count: number; time: number } => {
    const before = `${lazyHead}// ${version}\nallow({ actions: ['sqs:SendMessage', '${typed}`
    text = `${before}'] })\n`
    version++
    service.getProgram()?.getTypeChecker()
    const start = performance.now()
    const completions = service.getCompletionsAtPosition(file, before.length, {})
    return { count: completions?.entries.length ?? 0, time: performance.now() - start }
  }
  const best = { services: Infinity, actions: Infinity }
  let [services, actions] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const first = complete('')
    const second = complete('s3:')
    best.services = Math.min(best.services, first.time)
    best.actions = Math.min(best.actions, second.time)
    services = first.count
    actions = second.count
  }
  rmSync(folder, { recursive: true })
  if (services < 400 || actions < 100 || actions > 1000) throw new Error('completion does not go in two stages')
  return {
    work: 'complete an action in an editor, TypeScript 6',
    peer: 'none',
    peerResult: '',
    ours: `${services} services in ${best.services.toFixed(0)} ms, ${actions} actions of one in ${best.actions.toFixed(0)} ms`,
    ratio: Number.NaN,
    target: `two stages, each under ${atMost} ms`,
    holds: best.services < atMost && best.actions < atMost,
  }
}
