import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

/** What one process and those that it started took. */
export interface Measured {
  /** What it printed, as JSON. */
  readonly told: unknown
  readonly seconds: number
  /** Seconds that they computed, on all cores together. */
  readonly computed: number
  /** Most of their memory in use at once, in bytes. */
  readonly peak: number
}

const EVERY = 100

/** Runs a script in a process of its own and watches its memory and that of its children. Linux alone tells of it. */
export async function measureProcess(args: readonly string[], cwd: string): Promise<Measured> {
  const began = performance.now()
  const child = spawn(process.execPath, ['--no-warnings', ...args], { cwd, stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString()
  })
  let peak = 0
  let computed = 0
  const watch = setInterval(() => {
    const ours = treeOf(child.pid ?? 0)
    peak = Math.max(
      peak,
      ours.reduce((sum, pid) => sum + residentOf(pid), 0),
    )
    // A process that has ended counts to the one that waited for it.
    computed = Math.max(
      computed,
      ours.reduce((sum, pid) => sum + computedBy(pid), 0),
    )
  }, EVERY)
  const code = await new Promise<number | null>((done) => child.on('close', done))
  clearInterval(watch)
  if (code !== 0) throw new Error(`\`${args.join(' ')}\` ended with ${code}`)
  const last = text.trim().split('\n').at(-1) ?? ''
  return { told: JSON.parse(last), seconds: (performance.now() - began) / 1000, computed, peak }
}

/** A process and all that it started, and they. */
function treeOf(root: number): readonly number[] {
  const parents = new Map(
    readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((name) => [Number(name), parentOf(name)] as const),
  )
  const isOurs = (pid: number): boolean => {
    for (let at: number | undefined = pid; at !== undefined && at > 1; at = parents.get(at))
      if (at === root) return true
    return false
  }
  return [...parents.keys()].filter(isOurs)
}

function parentOf(pid: string): number {
  return Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0)
}

/** Seconds; the kernel counts in hundredths. */
function computedBy(pid: number): number {
  const fields = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? []
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}

/** Proportional set size, so that what processes share is counted once. */
function residentOf(pid: number): number {
  return Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1024
}

// A process may end while it is looked at.
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
