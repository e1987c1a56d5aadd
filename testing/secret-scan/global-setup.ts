import { appendFileSync, mkdirSync, mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject, Vitest } from 'vitest/node'
import { scanRun } from './scan-run.ts'
import { wrap } from './wrap.ts'

/** What a run of the whole suite has at least; where there is less, the scan itself is broken. */
const LEAST = { secrets: 20, files: 500 }

/** Makes the place where every process of the run takes its notes, and fails the run in the end where a secret stands in what it left. */
export default function scanForSecrets({ vitest }: TestProject): () => Promise<void> {
  const run = mkdtempSync(join(tmpdir(), 'secret-scan-'))
  for (const kind of ['secrets', 'printed', 'stdout', 'stderr', 'folders', 'kept']) mkdirSync(join(run, kind))
  process.env['SECRET_SCAN'] = run
  let isOver = false
  for (const name of ['stdout', 'stderr'] as const) {
    wrap(process[name], 'write', (write, given) => {
      if (!isOver) appendFileSync(join(run, name, 'run'), String(given[0]))
      return write(...given)
    })
  }
  return async () => {
    isOver = true
    const said = process.exitCode
    // Whatever happens from here on, closing that takes too long included, the run has failed until the scan is done.
    process.exitCode = 1
    const { secrets, files, bytes, found } = await scanRun(run)
    await rm(join(run, 'secrets'), { recursive: true })
    const size = `${secrets} secrets in ${files} files of ${Math.ceil(bytes / 1e6)} MB`
    if (found.length > 0) {
      const places = found.map(({ file, secret }) => `  ${file}: the secret whose SHA-256 begins with ${secret}`)
      throw new Error(`a secret stands where it must not, among ${size}:\n${places.join('\n')}`)
    }
    await rm(run, { recursive: true })
    if ((secrets < LEAST.secrets || files < LEAST.files) && (await isWhole(vitest))) {
      throw new Error(`the scan for secrets has seen too little to say anything: ${size}`)
    }
    process.exitCode = said
    process.stdout.write(`No secret found: looked for ${size}\n`)
  }
}

/** Whether every test file was run, and not only those that somebody named. */
async function isWhole(vitest: Vitest): Promise<boolean> {
  const all = await vitest.globTestSpecifications()
  return vitest.config.testNamePattern === undefined && vitest.state.getTestModules().length >= all.length
}
