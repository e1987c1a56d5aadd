import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { AuditEntry } from '@rolewright/core'

/** Who stands behind an entry: the STS caller's ARN, and the git identity where there is one. */
export type Author = AuditEntry['by']

const run = promisify(execFile)

/**
 * The author of entries: whose credentials (an ARN of STS) and whose checkout (`git config user.name` and `user.email`).
 *
 * Git is asked as far as it goes: without it, or without a name there, the ARN stands alone.
 *
 * @example
 * ```ts
 * const by = await authorOf(await callerIdentity(clients))
 * ```
 */
export async function authorOf(caller: { readonly arn: string }, folder?: string): Promise<Author> {
  const [name, email] = await Promise.all([gitSetting('user.name', folder), gitSetting('user.email', folder)])
  const git = [name, email === '' ? '' : `<${email}>`].filter((part) => part !== '').join(' ')
  return git === '' ? { arn: caller.arn } : { arn: caller.arn, git }
}

async function gitSetting(key: string, folder: string | undefined): Promise<string> {
  try {
    const { stdout } = await run('git', ['config', '--get', key], {
      timeout: 5000,
      ...(folder === undefined ? {} : { cwd: folder }),
    })
    return stdout.trim()
  } catch {
    return ''
  }
}
