import type { History } from '../audit/open-history.ts'
import { fieldOf } from './recorded-person.ts'

/** When the onboarding of a user began that was stopped before its end, as the history tells; undefined where there is none. */
export function stoppedOnboarding(
  history: Pick<History, 'earlier'> | undefined,
  user: string,
): { readonly begunAt: string } | undefined {
  const last = history?.earlier.findLast(
    ({ kind, data }) =>
      (kind === 'onboarding' || kind === 'onboarded' || kind === 'offboarded') && fieldOf(data, 'user') === user,
  )
  return last?.kind === 'onboarding' ? { begunAt: fieldOf(last.data, 'begunAt') } : undefined
}
