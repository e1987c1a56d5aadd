import type { GroupState } from '../account/account-state.ts'
import type { Ground } from './ground.ts'
import type { Observation } from './observed-since.ts'
import type { NotEnoughHistory } from './review.ts'

const DAY_MS = 86_400_000

/** Groups, people and services that can't be judged yet: made, joined or tracked within the window, or reported on too long ago. Policies are told where they are judged. */
export function notEnoughHistory(given: {
  readonly ground: Ground
  readonly observation: Observation
  readonly groups: readonly GroupState[]
  readonly trackedSince: Readonly<Record<string, string>>
}): readonly NotEnoughHistory[] {
  const { ground, observation, groups, trackedSince } = given
  const { state, windowDays } = ground
  const isYoung = (date: string): boolean => Date.parse(date) > ground.from
  const until = (date: string): string => new Date(Date.parse(date) + windowDays * DAY_MS).toISOString()
  const made = groups.flatMap(({ name, arn, createdAt }): NotEnoughHistory[] => {
    if (createdAt === undefined || !isYoung(createdAt)) return []
    return [{ about: 'group', name, arn, reason: `there only since ${createdAt.slice(0, 10)}`, from: until(createdAt) }]
  })
  const old =
    (about: 'group' | 'person') =>
    ({ name, arn }: { readonly name: string; readonly arn: string }): NotEnoughHistory[] => {
      const day = ground.staleSince(arn)
      if (day === undefined) return []
      return [{ about, name, arn, reason: `its report is of ${day}: collect the usage again`, from: ground.now }]
    }
  const members = state.users.filter((user) => user.groups.some((group) => groups.some(({ name }) => name === group)))
  const stale = [...groups.flatMap(old('group')), ...members.flatMap(old('person'))]
  const joined = state.users.flatMap(({ name, arn, groups: own }): NotEnoughHistory[] => {
    const dates = own
      .filter((group) => groups.some((one) => one.name === group))
      .flatMap((group) => observation.member(name, group) ?? [])
      .filter(({ since }) => isYoung(since))
      .toSorted((a, b) => Date.parse(b.since) - Date.parse(a.since))
    const [last] = dates
    if (last === undefined) return []
    return [
      {
        about: 'person',
        name,
        arn,
        reason: `${last.reason} only since ${last.since.slice(0, 10)}`,
        from: until(last.since),
      },
    ]
  })
  const tracked = Object.entries(trackedSince)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([service, since]): NotEnoughHistory[] => {
      if (!isYoung(since)) return []
      return [
        {
          about: 'service',
          name: service,
          reason: `AWS tracks its use only since ${since.slice(0, 10)}`,
          from: until(since),
        },
      ]
    })
  return [...made, ...stale, ...joined, ...tracked]
}
