import { type ChildProcess, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** What a run of the command gave. */
export interface Ran {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

const BIN = fileURLToPath(new URL('../../bin/rolewright.js', import.meta.url))

/** Runs the real command in a folder as a child process; its output has the folder's name replaced by `<folder>`. */
export function rolewright(
  folder: string,
  args: readonly string[],
  options: {
    readonly env?: Readonly<Record<string, string>>
    readonly node?: readonly string[]
    readonly onStart?: (child: ChildProcess) => void
  } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...(options.node ?? []), BIN, ...args], {
      cwd: folder,
      env: { ...quietEnvironment(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    options.onStart?.(child)
    const output = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] += text
      })
    }
    child.on('error', reject)
    child.on('close', (code) => {
      const clean = (text: string): string => text.replaceAll(folder, '<folder>')
      resolve({ code, stdout: clean(output.stdout), stderr: clean(output.stderr) })
    })
  })
}

/** The child takes notes for the run's scan for secrets, as this process does. */
const notes = (): NodeJS.ProcessEnv =>
  process.env['SECRET_SCAN'] === undefined ? {} : { NODE_OPTIONS: process.env['NODE_OPTIONS'] }

/** Nothing of the developer's own AWS settings or git identity gets into a test. */
function quietEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(AWS_|GIT_|ROLEWRIGHT_|FORCE_COLOR|NO_COLOR|NODE_OPTIONS|VITEST)/.test(name),
  )
  return {
    ...Object.fromEntries(kept),
    AWS_CONFIG_FILE: '/nowhere/config',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials',
    AWS_EC2_METADATA_DISABLED: 'true',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
    ...notes(),
  }
}
