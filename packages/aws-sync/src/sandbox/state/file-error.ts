import { RolewrightError } from '@rolewright/core'

/** Why an account's file can't be read or written, for a person. */
export function fileError(what: 'read' | 'written', file: string, cause: unknown): RolewrightError {
  const detail = cause instanceof Error ? `: ${cause.message.split('\n', 1)[0]}` : ''
  return new RolewrightError({
    code: what === 'read' ? 'sandbox-file-unreadable' : 'sandbox-file-unwritable',
    message: `the sandbox account \`${file}\` can't be ${what}${detail}`,
    hint: 'check that the path is a file in a folder you may write to, and that the disk is not full',
    cause,
  })
}
