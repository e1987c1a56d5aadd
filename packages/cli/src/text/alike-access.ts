import type { AccessChange, LevelCounts, Request } from '@rolewright/core'

/** Principals for whom the same changes, told once. */
export interface AlikeAccess {
  readonly principals: readonly AccessChange['principal'][]
  readonly change: AccessChange
}

/** Access changes gathered by what they say, in the order of their first principal. */
export function alikeAccess(access: readonly AccessChange[]): readonly AlikeAccess[] {
  const alike = new Map<string, AccessChange[]>()
  for (const change of access) {
    const { principal: _, ...what } = change
    const key = JSON.stringify(what)
    const there = alike.get(key)
    if (there === undefined) alike.set(key, [change])
    else there.push(change)
  }
  return [...alike.values()].flatMap((changes) => {
    const [change] = changes
    return change === undefined ? [] : [{ principals: changes.map(({ principal }) => principal), change }]
  })
}

/** How it stands between before and after. */
export const relations: Readonly<Record<AccessChange['relation'], string>> = {
  narrower: 'may do less',
  wider: 'may do more',
  different: 'may do other things',
  undecided: 'can’t be compared; look at the documents',
}

/** `business role`, in IAM a group; `person`; `IAM role`. */
export const principalWords: Readonly<Record<AccessChange['principal']['kind'], string>> = {
  group: 'group',
  user: 'user',
  role: 'IAM role',
}

/** `3 Read, 1 Permissions management`; empty where the catalogue knows none of the actions. */
export function levelsText(levels: LevelCounts): string {
  return Object.entries(levels)
    .map(([level, count]) => `${count.toLocaleString('en-US')} ${level}`)
    .join(', ')
}

/** `s3:GetObject on arn:aws:s3:::bills/a, with aws:SourceIp 10.0.0.1`. */
export function requestText({ action, resource, context = {} }: Request): string {
  const keys = Object.entries(context).map(
    ([key, value]) => `${key} ${Array.isArray(value) ? value.join(', ') : String(value)}`,
  )
  return `${action} on ${resource}${keys.length === 0 ? '' : `, with ${keys.join(' and ')}`}`
}
