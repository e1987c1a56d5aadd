import { RolewrightError } from '../../diagnostic/rolewright-error.ts'
import { asList } from '../as-list.ts'
import type { PolicyDocument, Statement } from '../document.ts'
import { type ActionEvidence, type KeptEvidence, narrowActions } from './narrow-actions.ts'
import { proveNarrower } from './prove-narrower.ts'
import { refuseMalformed } from '../parse/refuse-malformed.ts'
import { type NarrowOptions, type UsageEvidence, usageWindow, type UsageWindow } from './usage-evidence.ts'

/** A service or action that a statement loses: its last use, null for never. */
export interface RemovedPart extends ActionEvidence {
  /** Position of the statement in the original document, from 0. */
  readonly statement: number
}

/** A service or action that a statement keeps, and why. */
export interface KeptPart extends KeptEvidence {
  /** Position of the statement in the original document, from 0. */
  readonly statement: number
}

/** A narrowed document with what it lost and kept, by statement and then by name. */
export interface NarrowedPolicy {
  /** Null when nothing remains. The very same document when nothing was removed. */
  readonly document: PolicyDocument | null
  readonly removed: readonly RemovedPart[]
  readonly kept: readonly KeptPart[]
}

/** One narrowed statement, and the document with that change alone. */
export interface NarrowedStatement extends NarrowedPolicy {
  readonly before: Statement
  /** Null when nothing of the statement remains. */
  readonly after: Statement | null
}

/**
 * The document without what usage shows to be unused: never wider than the original, which `comparePolicies` has confirmed for each statement.
 *
 * An unused service loses all its actions; a tracked action unused in the window is taken away alone. What the evidence does not name
 * is not observable and stays, `iam:PassRole` always. Conditions, resources, Sids and denies stay as they are. A `*` or NotAction
 * becomes the catalogue's services that remain; where a pattern loses some of its actions, the rest is listed, with wildcards
 * only inside the original's. Follows "Refine permissions in AWS using last accessed information" in the IAM User Guide.
 *
 * @throws RolewrightError `invalid-date` or `invalid-window` for evidence or options that can't be read.
 *
 * @example
 * ```ts
 * narrowPolicy(
 *   { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['ec2:*', 'sqs:*'], Resource: '*' }] },
 *   { services: { ec2: '2026-11-01', sqs: null } },
 *   { now: '2026-11-22', windowDays: 90 },
 * ).document // { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['ec2:*'], Resource: '*' }] }
 * ```
 */
export function narrowPolicy(document: PolicyDocument, usage: UsageEvidence, options: NarrowOptions): NarrowedPolicy {
  const window = usageWindow(usage, options)
  return refuseMalformed([document], () => {
    const statements = asList(document.Statement)
    return narrow({ document, statements, options, window, indexes: [...statements.keys()] })
  })
}

/**
 * Narrows one statement, by its position from 0, and leaves the others as they are.
 *
 * @throws RolewrightError `no-such-statement` for a position outside the document, and as {@link narrowPolicy}.
 *
 * @example
 * ```ts
 * narrowStatement(document, 0, { services: { ec2: null } }, { now: '2026-11-22', windowDays: 90 }).after
 * ```
 */
export function narrowStatement(
  document: PolicyDocument,
  index: number,
  usage: UsageEvidence,
  options: NarrowOptions,
): NarrowedStatement {
  const window = usageWindow(usage, options)
  const statements = refuseMalformed([document], () => asList(document.Statement))
  const before = statements[index]
  if (before === undefined) {
    throw new RolewrightError({
      code: 'no-such-statement',
      message: `there is no statement \`${index}\` in a document of ${statements.length}`,
      hint: 'statements are counted from 0',
    })
  }
  const narrowed = refuseMalformed([document], () =>
    narrow({ document, statements, options, window, indexes: [index] }),
  )
  const removedWhole = asList(narrowed.document?.Statement).length < statements.length
  const after = removedWhole ? null : (asList(narrowed.document?.Statement)[index] ?? null)
  return { ...narrowed, before, after }
}

interface Work {
  readonly document: PolicyDocument
  readonly statements: readonly Statement[]
  readonly indexes: readonly number[]
  readonly window: UsageWindow
  readonly options: NarrowOptions
}

function narrow({ document, statements, indexes, window, options }: Work): NarrowedPolicy {
  const removed: RemovedPart[] = []
  const kept: KeptPart[] = []
  const remaining: (Statement | null)[] = [...statements]
  const sids = new Set(statements.flatMap(({ Sid }) => (Sid === undefined ? [] : [Sid])))
  for (const index of indexes) {
    const statement = statements[index]
    if (statement === undefined || statement.Effect !== 'Allow') continue
    const found = narrowActions(statement, window)
    removed.push(...found.removed.map((part) => ({ statement: index, ...part })))
    kept.push(...found.kept.map((part) => ({ statement: index, ...part })))
    if (found.actions === undefined) continue
    const after = withActions({ statement, actions: found.actions, sids: options.sids === false ? undefined : sids })
    if (after !== null) proveNarrower(document, statement, after)
    remaining[index] = after
  }
  if (removed.length === 0) return { document, removed, kept }
  const left = remaining.filter((statement) => statement !== null)
  const [only] = left
  if (only === undefined) return { document: null, removed, kept }
  return { document: { ...document, Statement: Array.isArray(document.Statement) ? left : only }, removed, kept }
}

const sidOfWholeServices = 'FullAccessToSomeServices'

function withActions(change: {
  statement: Statement
  actions: readonly string[]
  sids: Set<string> | undefined
}): Statement | null {
  const { statement, actions, sids } = change
  const [first] = actions
  if (first === undefined) return null
  const { Sid, Effect, Action, NotAction, ...rest } = statement
  const scalar = typeof Action === 'string' && actions.length === 1
  const named = Sid ?? (NotAction === undefined || sids === undefined ? undefined : newSid(actions, sids))
  return { ...(named === undefined ? {} : { Sid: named }), Effect, Action: scalar ? first : actions, ...rest }
}

/** Only where whole services remain is the name true. */
function newSid(actions: readonly string[], taken: Set<string>): string | undefined {
  if (!actions.every((action) => /^[^*?]+:\*$/.test(action))) return undefined
  let sid = sidOfWholeServices
  for (let number = 2; taken.has(sid); number++) sid = `${sidOfWholeServices}${number}`
  taken.add(sid)
  return sid
}
