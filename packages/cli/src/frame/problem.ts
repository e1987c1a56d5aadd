import type { Finding } from '@rolewright/core'

/** Anything that went wrong, in the shape that is printed. */
export interface Problem {
  readonly code: string
  readonly message: string
  readonly hint?: string
  readonly path?: string
  readonly findings?: readonly Finding[]
  /** Set for what nobody foresaw: a mistake in Rolewright itself. */
  readonly unexpected?: true
}

/**
 * What to print of a thrown value.
 *
 * Looks at the shape, not the class: a config may bring its own copy of `@rolewright/core`.
 */
export function problemOf(error: unknown): Problem {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'hint' in error) {
    return {
      code: error.code,
      message: error.message,
      ...(typeof error.hint === 'string' ? { hint: error.hint } : {}),
      ...('path' in error && typeof error.path === 'string' ? { path: error.path } : {}),
      ...('findings' in error && Array.isArray(error.findings) ? { findings: error.findings } : {}),
    }
  }
  const system = systemProblem(error)
  if (system !== undefined) return system
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return {
    code: 'unexpected',
    message: message.split('\n')[0] ?? message,
    hint: 'this is a mistake in rolewright: run it again with ROLEWRIGHT_DEBUG=1 and report what it prints',
    unexpected: true,
  }
}

const FILE_ERRORS: Readonly<Record<string, readonly [message: string, hint: string]>> = {
  ENOENT: ['there is no such file or folder', 'check the spelling, or make it first'],
  EEXIST: ['something stands there already', 'name another place, or move away what is there'],
  EACCES: ['no permission to use it', 'check who may read and write it'],
  EPERM: ['no permission to use it', 'check who may read and write it'],
  EROFS: ['the file system is read-only', 'name a folder that can be written'],
  EISDIR: ['a folder stands where a file is meant', 'name a file'],
  ENOTDIR: ['a file stands where a folder is meant', 'name a folder, or move the file away'],
  ENOSPC: ['the disk is full', 'make room and run it again'],
  EADDRINUSE: ['the port is taken', 'name another with `--port`, or stop what listens there'],
}

/** What the operating system refuses: a missing file, a full disk, a port that is taken. */
function systemProblem(error: unknown): Problem | undefined {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return undefined
  const known = FILE_ERRORS[error.code]
  if (known === undefined) return undefined
  const place =
    'path' in error && typeof error.path === 'string'
      ? error.path
      : 'port' in error && typeof error.port === 'number'
        ? `port ${error.port}`
        : undefined
  return {
    code: error.code === 'EADDRINUSE' ? 'port-taken' : 'file-unusable',
    message: known[0],
    hint: known[1],
    ...(place === undefined ? {} : { path: place }),
  }
}
