import type { AssumableRole } from '@rolewright/core'
import { z } from 'zod'
import type { History } from '../audit/open-history.ts'
import { recordedHoldings, type RecordedHoldings } from './holdings-schema.ts'
import type { SessionTrail } from './read-sessions.ts'

/** What an offboarding that was stopped has noted before its first step: what nobody could tell afterwards. */
export interface StoppedOffboarding {
  readonly before: RecordedHoldings
  readonly begunAt: string
  readonly sessions: readonly AssumableRole[]
  readonly trail: SessionTrail
}

const stoppedShape = z.object({
  user: z.string(),
  begunAt: z.string(),
  before: recordedHoldings,
  sessions: z.array(z.custom<AssumableRole>((value) => typeof value === 'object' && value !== null && 'arn' in value)),
  trail: z
    .custom<SessionTrail>((value) => typeof value === 'object' && value !== null && 'read' in value)
    .catch({ read: false, why: 'an earlier version of the program began this offboarding' }),
})

/** The offboarding of a user that was stopped before its end, as the history tells; undefined where there is none. */
export function stoppedOffboarding(
  history: Pick<History, 'earlier'> | undefined,
  user: string,
): StoppedOffboarding | undefined {
  for (const { kind, data } of (history?.earlier ?? []).toReversed()) {
    if (kind !== 'offboarding' && kind !== 'offboarded') continue
    const shape = z.object({ user: z.string() }).safeParse(data)
    if (shape.data?.user.toLowerCase() !== user.toLowerCase()) continue
    return kind === 'offboarded' ? undefined : stoppedShape.safeParse(data).data
  }
  return undefined
}
