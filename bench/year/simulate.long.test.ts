import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { plotYear } from './plot-year.ts'
import { simulateYear } from './simulate.ts'

const bench = dirname(import.meta.dirname)

it('leaves people with less, with nothing that they missed, and a source that type-checks', async () => {
  const year = await simulateYear({ roles: 4, seed: 11, folder: bench })
  expect(year.reviews.map(({ week }) => week)).toEqual([13, 26, 39, 52])
  const [first, last] = [year.points[0]?.permissions ?? 0, year.points.at(-1)?.permissions ?? 0]
  expect(last).toBeLessThan(first)
  expect(year.unresolved).toBe(0)
  expect(year.source).toContain('// Whole services, since nobody knew better.')
  expect(plotYear(year)).toMatch(/^<svg [\s\S]*<path class="line" d="M[\d .HL-]+"\/>[\s\S]*<\/svg>\n$/)

  const folder = mkdtempSync(join(bench, '.year-'))
  try {
    writeFileSync(join(folder, 'model.ts'), year.source)
    const compilerOptions = {
      target: 'es2023',
      module: 'nodenext',
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      types: [],
      allowImportingTsExtensions: true,
    }
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['model.ts'] }))
    const typescript = dirname(createRequire(join(bench, '../package.json')).resolve('typescript/package.json'))
    execFileSync(process.execPath, [join(typescript, 'bin/tsc'), '-p', folder], { encoding: 'utf8' })
  } finally {
    rmSync(folder, { recursive: true })
  }
})
