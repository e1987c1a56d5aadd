import { RolewrightError } from '@rolewright/core'

/** Saved events that can't be read at all. */
export function exportUnreadable(file: string, cause: unknown): RolewrightError {
  const detail = cause instanceof Error ? (cause.message.split('\n', 1)[0] ?? '') : String(cause)
  return new RolewrightError({
    code: 'trail-export-unreadable',
    message: `the saved events can't be read: ${detail}`,
    hint: 'check the path, and that the file is whole',
    path: file,
    cause,
  })
}

/** Saved events that are none, or not all. */
export function exportInvalid(file: string, message: string, more: { readonly hint?: string } = {}): RolewrightError {
  const { hint = 'give a file or a folder that a trail wrote to S3, or the answer of `aws cloudtrail lookup-events`' } =
    more
  return new RolewrightError({ code: 'trail-export-invalid', message, hint, path: file })
}
