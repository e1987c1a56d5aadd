import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { RolewrightError } from '@rolewright/core'
import { fileError } from './file-error.ts'

const patience = 10_000

/**
 * Takes the lock beside `file` that keeps two processes from changing an account at once, and gives back how to release it.
 *
 * A lock whose process is gone is taken over. It is only ever held for as long as one batch of calls takes.
 *
 * @throws {RolewrightError} `sandbox-file-locked` when another process holds it for ten seconds.
 */
export async function lockFile(file: string): Promise<() => void> {
  const lock = `${file}.lock`
  makeFolder(file)
  for (let waited = 0; waited < patience; waited += 5) {
    if (tryLock(file, lock)) return () => rmSync(lock, { force: true })
    if (isAbandoned(lock)) rmSync(lock, { force: true })
    await sleep(5)
  }
  throw new RolewrightError({
    code: 'sandbox-file-locked',
    message: `the sandbox account \`${file}\` is held by another process`,
    hint: `wait for it to end; if there is none, delete \`${lock}\``,
  })
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
  } catch (cause) {
    throw fileError('written', file, cause)
  }
}

function tryLock(file: string, lock: string): boolean {
  try {
    const handle = openSync(lock, 'wx')
    writeSync(handle, String(process.pid))
    closeSync(handle)
    return true
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST') return false
    throw fileError('written', file, cause)
  }
}

function isAbandoned(lock: string): boolean {
  const owner = ownerOf(lock)
  if (owner === undefined) return false
  try {
    process.kill(owner, 0)
    return false
  } catch (cause) {
    // A process that is somebody else's answers EPERM, and is alive.
    return !(cause instanceof Error && 'code' in cause && cause.code === 'EPERM')
  }
}

/** The process that holds the lock; nothing while it is still writing its number, or has just let go. */
function ownerOf(lock: string): number | undefined {
  try {
    const owner = Number(readFileSync(lock, 'utf8'))
    return Number.isSafeInteger(owner) && owner > 0 ? owner : undefined
  } catch {
    return undefined
  }
}
