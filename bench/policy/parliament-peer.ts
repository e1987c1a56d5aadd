import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const version = '1.6.4'
const environment = join(import.meta.dirname, '../node_modules/.cache', `parliament-${version}`)
const python = join(environment, 'bin/python')

/** Reads one JSON list of policy texts from its input, analyses each, and prints how long the fastest of two runs took. Some policies make it fail. */
const program = `
import json, sys, time
from parliament import analyze_policy_string
texts = json.load(sys.stdin)
best = float("inf")
for run in range(2):
    start = time.perf_counter()
    for text in texts:
        try:
            analyze_policy_string(text)
        except Exception:
            pass
    best = min(best, time.perf_counter() - start)
print(best)
`

/** The seconds parliament takes for all texts, or why it could not be asked. Installs it into a virtual environment on first use. */
export function lintWithParliament(
  texts: readonly string[],
): { readonly seconds: number } | { readonly unavailable: string } {
  try {
    if (!existsSync(python)) {
      execFileSync('python3', ['-m', 'venv', environment], { stdio: 'pipe' })
      const packages = [`parliament==${version}`, 'setuptools<81']
      execFileSync(python, ['-m', 'pip', 'install', '--quiet', ...packages], { stdio: 'pipe' })
    }
    const printed = execFileSync(python, ['-W', 'ignore', '-c', program], {
      input: JSON.stringify(texts),
      encoding: 'utf8',
    })
    return { seconds: Number(printed.trim().split('\n').at(-1)) }
  } catch (error) {
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    return { unavailable: line.slice(0, 80) }
  }
}
