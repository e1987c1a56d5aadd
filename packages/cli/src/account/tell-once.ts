import { chmod, open } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { RolewrightError } from '@rolewright/core'
import type { Context } from '../frame/context.ts'

/** Where secrets go that are told once: to the terminal, or into a file that only its owner reads. */
export interface TellingOnce {
  readonly tell: (lines: readonly string[]) => Promise<void>
  /** The file, where it is one. */
  readonly file: string | undefined
}

const OWNER_ONLY = 0o600

/**
 * Secrets go to the terminal, and nowhere else: not to stdout, which may be a log or a pipe, and not into `--json`. Without a terminal, or where
 * `--secrets` names one, they go into a new file that only its owner reads.
 *
 * The file is made before anything else is done, so that no secret is ever made that can't be told.
 *
 * @throws {RolewrightError} `file-unusable` for a file that is there already or can't be made
 */
export async function tellingOnce(context: Context, named: string | undefined, now: Date): Promise<TellingOnce> {
  const { io } = context
  if (named === undefined && io.columns() !== undefined) {
    return {
      file: undefined,
      tell: (lines) => {
        io.err(`\n${lines.join('\n')}\n\nThis is shown once. Hand it over by a way that nobody else reads.\n\n`)
        return Promise.resolve()
      },
    }
  }
  const stamp = now.toISOString().replaceAll(/[:.]/g, '-')
  const file = named === undefined ? join(io.cwd, `rolewright-secrets-${stamp}.txt`) : resolve(io.cwd, named)
  const handle = await open(file, 'wx', OWNER_ONLY).catch((cause: unknown) => {
    throw new RolewrightError({
      code: 'file-unusable',
      message: `the file for secrets can't be made: ${reasonOf(cause)}`,
      hint: 'name a new file with `--secrets`',
      path: file,
      cause,
    })
  })
  await handle.close()
  // A umask may have taken more away, never given more.
  await chmod(file, OWNER_ONLY)
  return {
    file,
    tell: async (lines) => {
      const more = await open(file, 'a', OWNER_ONLY)
      try {
        await more.appendFile(`${lines.join('\n')}\n\n`)
        await more.sync()
      } finally {
        await more.close()
      }
    },
  }
}

function reasonOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
  return code === 'EEXIST' ? 'it is there already' : cause instanceof Error ? cause.message : String(cause)
}

/** The line that says where secrets have gone; nothing where they were shown. */
export function whereTold({ file }: TellingOnce, context: Context): void {
  if (file === undefined) return
  context.note(`What is told once stands in ${file}, which only you can read: hand it over, then delete it.`)
}
