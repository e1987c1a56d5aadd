import { channel } from 'node:diagnostics_channel'
import picocolors from 'picocolors'
import type { Asker } from '../frame/ask-on-terminal.ts'
import { run } from '../frame/run.ts'
import type { Ran } from './rolewright.testing.ts'

// Where the run of the tests listens, to look for secrets in the end.
const [printed, shown] = [channel('rolewright:test:printed'), channel('rolewright:test:shown')]

/** Runs the command in this process: as the real one, but for the streams and the terminal. */
export async function runHere(
  folder: string,
  args: readonly string[],
  options: {
    readonly confirm?: boolean
    readonly columns?: number
    readonly ask?: Asker
    /** What happens before the user asks to stop, given what was printed until then; nothing unless given. */
    readonly meanwhile?: (printed: Pick<Ran, 'stdout' | 'stderr'>) => Promise<void>
  } = {},
): Promise<Ran> {
  const output = { stdout: '', stderr: '' }
  const paint = picocolors.createColors(false)
  const { confirm } = options
  const code = await run(args, {
    cwd: folder,
    out: (text) => {
      output.stdout += text
    },
    err: (text) => {
      output.stderr += text
    },
    paint: { out: paint, err: paint },
    confirm: confirm === undefined ? undefined : () => Promise.resolve(confirm),
    ask: options.ask,
    interrupted: async () => options.meanwhile?.(output),
    stoppable: (work) => work(new AbortController().signal),
    columns: () => options.columns,
    debug: false,
  })
  printed.publish(output.stdout)
  ;(options.columns === undefined ? printed : shown).publish(output.stderr)
  const clean = (text: string): string => text.replaceAll(folder, '<folder>')
  return { code, stdout: clean(output.stdout), stderr: clean(output.stderr) }
}
