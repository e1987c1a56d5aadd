import type { HeldAccessKey } from './holdings.ts'

/** The next of the three steps of a key's rotation, or what it waits for. */
export type RotationStep =
  | { readonly kind: 'create'; readonly old: HeldAccessKey }
  | {
      readonly kind: 'wait'
      /** The new key was not used yet; or the old one was, after the new one. */
      readonly for: 'new-to-be-used' | 'old-to-rest'
      readonly old: HeldAccessKey
      readonly next: HeldAccessKey
    }
  | { readonly kind: 'switch'; readonly old: HeldAccessKey; readonly next: HeldAccessKey }
  | { readonly kind: 'remove'; readonly old: HeldAccessKey; readonly next: HeldAccessKey }
  | { readonly kind: 'nothing'; readonly why: 'no-key' | 'none-active' | 'newer-inactive' }

/**
 * What comes next in the rotation of a user's access key: a new one is made, the old one is put out of force once the new one is used and the
 * old one is not any more, and then it is removed. What is there says how far it has come, so that nothing else need be remembered.
 *
 * See "Update access keys" in the IAM User Guide.
 *
 * @example
 * ```ts
 * const { kind } = rotationStep(holdings.accessKeys) // 'create'
 * ```
 */
export function rotationStep(keys: readonly HeldAccessKey[]): RotationStep {
  const [old, next] = keys.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0))
  if (old === undefined) return { kind: 'nothing', why: 'no-key' }
  if (next === undefined) return old.active ? { kind: 'create', old } : { kind: 'nothing', why: 'none-active' }
  if (!next.active) return { kind: 'nothing', why: old.active ? 'newer-inactive' : 'none-active' }
  if (!old.active) return { kind: 'remove', old, next }
  if (next.lastUsed === null) return { kind: 'wait', for: 'new-to-be-used', old, next }
  if (old.lastUsed !== null && old.lastUsed.at > next.lastUsed.at) {
    return { kind: 'wait', for: 'old-to-rest', old, next }
  }
  return { kind: 'switch', old, next }
}
