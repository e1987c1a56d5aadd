import { spellings } from './spellings.ts'

/** How many bytes of a spelling are looked at first; a shorter secret was written by hand and is not looked for. */
export const LEAST_LENGTH = 16
const BASE = 0x01_00_01_93

/** Gives the secrets that stand in bytes, in any spelling, in one pass over them whatever their number (Rabin and Karp). */
export function secretFinder(secrets: Iterable<string>): (bytes: Uint8Array) => ReadonlySet<string> {
  const byHash = new Map<number, { readonly secret: string; readonly spelling: Buffer }[]>()
  const maybe = new Uint8Array(1 << 20)
  for (const secret of secrets) {
    if (secret.length < LEAST_LENGTH) continue
    for (const spelling of spellings(secret).map((text) => Buffer.from(text))) {
      const hash = hashOf(spelling)
      byHash.set(hash, [...(byHash.get(hash) ?? []), { secret, spelling }])
      maybe[hash >>> 12] = 1
    }
  }
  return (bytes) => {
    const found = new Set<string>()
    if (bytes.length < LEAST_LENGTH || byHash.size === 0) return found
    let hash = hashOf(bytes)
    for (let end = LEAST_LENGTH; ; end++) {
      if (maybe[hash >>> 12] === 1) {
        for (const { secret, spelling } of byHash.get(hash) ?? []) {
          const at = end - LEAST_LENGTH
          if (spelling.equals(bytes.subarray(at, at + spelling.length))) found.add(secret)
        }
      }
      if (end === bytes.length) return found
      const gone = Math.imul(bytes[end - LEAST_LENGTH] ?? 0, WEIGHT)
      hash = (Math.imul(hash - gone, BASE) + (bytes[end] ?? 0)) >>> 0
    }
  }
}

/** What the first byte of a window counts for in its hash. */
const WEIGHT = Array.from({ length: LEAST_LENGTH - 1 }).reduce<number>((weight) => Math.imul(weight, BASE), 1)

function hashOf(bytes: Uint8Array): number {
  let hash = 0
  for (let at = 0; at < LEAST_LENGTH; at++) hash = (Math.imul(hash, BASE) + (bytes[at] ?? 0)) >>> 0
  return hash
}
