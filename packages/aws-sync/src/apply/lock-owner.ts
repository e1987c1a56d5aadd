import { randomBytes } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { sha256Hex } from '@rolewright/core'

/** Tells this process from every other one, also from a later one of the same number. */
const thisProcess = randomBytes(8).toString('hex')

const held = new Set<string>()

/** Notes that a taking of the lock is this process's own, until it is let go. */
export function noteHeld(token: string): () => void {
  held.add(token)
  return () => void held.delete(token)
}

/** Who takes the lock: the machine, the process, and which of all processes that ever had its number. */
export function lockOwner(): string {
  return `${machine() ?? 'elsewhere'}.${process.pid}.${thisProcess}`
}

/**
 * Whether whoever took a lock is known to be gone: a run of this process that has ended, or a process of this machine that has. False
 * where nobody can tell from here.
 */
export function isGone(owner: string, token: string): boolean {
  const [host, pid, life] = owner.split('.')
  if (life === thisProcess) return !held.has(token)
  if (host === undefined || host === 'elsewhere' || host !== machine()) return false
  return !isAlive(Number(pid))
}

function isAlive(pid: number): boolean {
  // A process of our own number, but another life, was one before us.
  if (!Number.isSafeInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/**
 * This boot of this machine and the space that process numbers are of (a container has its own). Only Linux tells both: elsewhere a
 * lock has to run out.
 */
function machine(): string | undefined {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return sha256Hex(`${boot} ${readlinkSync('/proc/self/ns/pid')}`).slice(0, 16)
  } catch {
    return undefined
  }
}
