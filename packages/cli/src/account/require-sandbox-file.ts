import { existsSync } from 'node:fs'
import { RolewrightError } from '@rolewright/core'

/** A misspelt file must not pass for an account that is empty: only what changes an account makes one. */
export function requireSandboxFile(file: string): void {
  if (existsSync(file)) return
  throw new RolewrightError({
    code: 'sandbox-missing',
    message: 'there is no sandbox account in that file',
    path: file,
    hint: 'check the spelling; `rolewright apply` makes a new account there, and `--sandbox` without a file is an empty one',
  })
}
