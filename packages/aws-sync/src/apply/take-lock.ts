import {
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  type IAMClient,
} from '@aws-sdk/client-iam'
import { LOCK_SUBJECT, RolewrightError } from '@rolewright/core'
import { decodeTime, ulid } from 'ulid'
import { errorName } from '../read/aws-error.ts'
import type { Caller as AwsCaller } from '../read/caller.ts'
import { type LockPlace, lockPlace } from '../read/lock-place.ts'
import { isGone, lockOwner, noteHeld } from './lock-owner.ts'
import { lookAtLock, type SeenLock } from './look-at-lock.ts'
import type { Caller } from './recorded-call.ts'

/** A lock that is held. */
export interface HeldLock {
  /** Throws code `apply-locked` where another one of the same name is held by somebody who came before. */
  readonly requireFirst: (locks: readonly LockPlace[]) => Promise<void>
  /** To be called before every call: puts the lock's end off when it is time, and throws code `lock-lost` when it is held no more. */
  readonly keep: () => Promise<void>
  /** Lets it go. What fails here is in the history, and the lock ends by itself. */
  readonly release: () => Promise<void>
}

/** A lock that was neither let go nor kept for so long is nobody's. */
export const LEASE_MS = 120_000
const KEEP_EVERY_MS = 30_000
/** Time that a call may still be under way after its lock ran out. */
const MARGIN_MS = 30_000
const LOOKS = 6

/** What taking the lock needs. */
export interface Locking {
  readonly iam: IAMClient
  readonly accountId: string
  /** The path that the plan's model owns. */
  readonly path: string
  readonly caller: AwsCaller
  readonly call: Caller
  readonly sleep: (milliseconds: number) => Promise<unknown>
}

/**
 * Takes the lock of an owned path, so that nobody else changes what lies there: a policy that is attached to nothing, whose name IAM lets exist
 * once. A lock whose holder is gone, or that was not kept for {@link LEASE_MS} by the account's own clock, is taken over.
 *
 * @throws {RolewrightError} `apply-locked` with who holds it and since when.
 */
export async function takeLock(locking: Locking): Promise<HeldLock> {
  const { iam, accountId, path, caller, call, sleep } = locking
  const token = ulid()
  const place = lockPlace(path, token, lockOwner())
  const partition = /^arn:([^:]+):/.exec(caller.arn)?.[1] ?? 'aws'
  let arn = `arn:${partition}:iam::${accountId}:policy${place.path}${place.name}`
  const document = JSON.stringify({
    Version: '2012-10-17',
    // It is attached to nothing, and would allow what needs no permission.
    Statement: [{ Effect: 'Allow', Action: 'sts:GetCallerIdentity', Resource: caller.arn }],
  })
  const input = {
    PolicyName: place.name,
    Path: place.path,
    PolicyDocument: document,
    Description: 'Rolewright is changing what lies under this path',
  }
  const letGo = noteHeld(token)
  try {
    for (let looks = 0; ; looks++) {
      let rival: SeenLock | undefined
      try {
        await call({
          operation: 'CreatePolicy',
          subject: LOCK_SUBJECT,
          input,
          send: async () => {
            const { Policy } = await iam.send(new CreatePolicyCommand(input))
            arn = Policy?.Arn ?? arn
          },
          ifExists: async () => {
            rival = await lookAtLock(iam, place.name)
            if (rival?.token !== token) throw locked(rival)
            arn = rival.arn
          },
        })
        break
      } catch (error) {
        if (!(error instanceof RolewrightError) || error.code !== 'apply-locked' || looks >= LOOKS) throw error
        if (rival === undefined) await sleep(Math.min(250 * 2 ** looks, 2000))
        else if (rival.age > LEASE_MS || isGone(rival.owner, rival.token)) await takeAway(rival, locking)
        else throw error
      }
    }
  } catch (error) {
    letGo()
    throw error
  }
  return {
    ...heldLock({ ...locking, arn, document, letGo }),
    requireFirst: (locks) => requireFirst({ ...place, arn }, locks, locking),
  }
}

/** Deletes a lock as it was seen: where its holder has kept it since, IAM refuses, since a version was added. */
async function takeAway(rival: SeenLock, { iam, call }: Locking): Promise<void> {
  try {
    for (const VersionId of rival.spareVersions) {
      const input = { PolicyArn: rival.arn, VersionId }
      await call({
        operation: 'DeletePolicyVersion',
        subject: LOCK_SUBJECT,
        input,
        send: () => iam.send(new DeletePolicyVersionCommand(input)),
      })
    }
    const input = { PolicyArn: rival.arn }
    await call({
      operation: 'DeletePolicy',
      subject: LOCK_SUBJECT,
      input,
      send: () => iam.send(new DeletePolicyCommand(input)),
    })
  } catch (error) {
    // Somebody else was as quick, or the holder is still at work: taking it again will tell.
    const cause = error instanceof RolewrightError ? error.cause : error
    if (errorName(cause) === 'DeleteConflict') throw locked(rival)
    if (errorName(cause) !== 'NoSuchEntity') throw error
  }
}

/**
 * IAM lets a name exist once, whatever its path; some emulators once a path, so that all who lock there have to look who was first, and
 * nobody has taken away what was left behind.
 */
async function requireFirst(
  own: LockPlace & { readonly arn: string },
  locks: readonly LockPlace[],
  { iam, call }: Locking,
): Promise<void> {
  for (const { name, path, token, owner } of locks) {
    if (name !== own.name || token === own.token) continue
    const isLive = !isGone(owner, token) && decodeTime(own.token) - decodeTime(token) < LEASE_MS
    if (isLive && token < own.token) throw locked(undefined)
    if (isLive) continue
    const input = { PolicyArn: own.arn.replace(own.path, path) }
    const send = (): Promise<unknown> => iam.send(new DeletePolicyCommand(input))
    await call({ operation: 'DeletePolicy', subject: LOCK_SUBJECT, input, send, goneIsDone: true })
  }
}

function heldLock(
  locking: Locking & { readonly arn: string; readonly document: string; readonly letGo: () => void },
): Omit<HeldLock, 'requireFirst'> {
  const { iam, call, arn, document, letGo } = locking
  let versions = ['v1']
  const taken = performance.now()
  let kept = taken
  let keeping: Promise<void> | undefined

  const deleteVersion = async (VersionId: string): Promise<void> => {
    const input = { PolicyArn: arn, VersionId }
    await call({
      operation: 'DeletePolicyVersion',
      subject: LOCK_SUBJECT,
      input,
      send: () => iam.send(new DeletePolicyVersionCommand(input)),
      goneIsDone: true,
    })
    versions = versions.filter((one) => one !== VersionId)
  }
  const renew = async (): Promise<void> => {
    const begun = performance.now()
    const input = { PolicyArn: arn, PolicyDocument: document, SetAsDefault: true }
    try {
      await call({
        operation: 'CreatePolicyVersion',
        subject: LOCK_SUBJECT,
        input,
        send: async () => {
          const { PolicyVersion } = await iam.send(new CreatePolicyVersionCommand(input))
          if (PolicyVersion?.VersionId !== undefined) versions = [...versions, PolicyVersion.VersionId]
        },
      })
      kept = begun
      // Two stay: whoever thinks the lock has run out can't delete it without having seen the newest.
      for (const old of versions.slice(0, -2)) await deleteVersion(old)
    } catch (error) {
      const cause = error instanceof RolewrightError ? error.cause : error
      const gone = errorName(cause) === 'NoSuchEntity'
      if (gone || performance.now() - kept > LEASE_MS - MARGIN_MS) throw lost(error, gone)
    }
  }

  return {
    keep: async () => {
      if (performance.now() - kept < KEEP_EVERY_MS) return
      keeping ??= renew().finally(() => {
        keeping = undefined
      })
      await keeping
    },
    release: async () => {
      try {
        for (const version of versions.slice(0, -1)) await deleteVersion(version)
        const input = { PolicyArn: arn }
        await call({
          operation: 'DeletePolicy',
          subject: LOCK_SUBJECT,
          input,
          send: () => iam.send(new DeletePolicyCommand(input)),
          goneIsDone: true,
          needsFresh: performance.now() - taken < KEEP_EVERY_MS,
        })
      } catch (error) {
        if (!(error instanceof RolewrightError)) throw error
      } finally {
        letGo()
      }
    },
  }
}

function locked(rival: SeenLock | undefined): RolewrightError {
  const who = rival?.holder === undefined ? 'somebody else' : `\`${rival.holder}\``
  const seconds = rival === undefined ? undefined : Math.max(1, Math.ceil((LEASE_MS - rival.age) / 1000))
  return new RolewrightError({
    code: 'apply-locked',
    message: `${who} is changing this account right now, so nothing was changed`,
    hint: `wait until that has ended, then run it again${
      seconds === undefined ? '' : `; if it has crashed, its lock runs out by itself in ${seconds} seconds`
    }`,
  })
}

function lost(error: unknown, gone: boolean): RolewrightError {
  return new RolewrightError({
    code: 'lock-lost',
    message: gone
      ? 'somebody else has taken over the lock, since this apply had stood still for too long'
      : 'the lock could not be kept, so that somebody else may take it over',
    hint: 'see that no other apply is running, then run it again',
    cause: error,
  })
}
