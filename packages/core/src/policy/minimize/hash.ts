/** A number that tells most texts apart; the same for the same text. */
export function hashOf(text: string): number {
  let hash = 0
  for (let index = 0; index < text.length; index++) hash = (Math.imul(hash, 31) + text.charCodeAt(index)) | 0
  return hash
}

/** One number for two in this order. */
export function mixHash(first: number, second: number): number {
  return (Math.imul(first ^ (first >>> 15), 0x2c1b3c6d) + second) | 0
}

/** One of 32 bits by a text. */
export function bitOf(text: string): number {
  const hash = hashOf(text)
  return 1 << ((hash ^ (hash >>> 15)) & 31)
}
