import { subscribe } from 'node:diagnostics_channel'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import { keepFolders } from './keep-folders.ts'
import { tellingTold } from './told-once.ts'
import { wrap } from './wrap.ts'

// Loaded by every Node process of a test run before anything else, with `--import`. It notes the secrets that sandboxes tell, all that is
// printed, and the temporary folders, which stay when a test takes them away.

const folder = process.env['SECRET_SCAN']
if (folder !== undefined) {
  const note = (kind: string, text: string): void => appendFileSync(join(folder, kind, String(process.pid)), text)
  const noteSecret = (secret: unknown): void => note('secrets', `${JSON.stringify(secret)}\n`)
  // Processes that this one starts do the same.
  process.env['NODE_OPTIONS'] = `--import ${import.meta.url}`
  subscribe('rolewright:sandbox:secret', noteSecret)
  const withoutTold = tellingTold(noteSecret)
  // What a command that runs within the process would have printed; only what it shows on a terminal may hold a secret, told for the first time.
  subscribe('rolewright:test:printed', (text) => note('printed', String(text)))
  subscribe('rolewright:test:shown', (text) => note('printed', withoutTold(String(text))))
  for (const name of ['stdout', 'stderr'] as const) {
    wrap(process[name], 'write', (write, given) => {
      const [chunk] = given
      note(name, typeof chunk === 'string' ? chunk : chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : '')
      return write(...given)
    })
  }
  keepFolders({ kept: join(folder, 'kept'), made: (path) => note('folders', `${path}\n`) })
}
