/** An address: one number for IPv4, eight 16-bit groups for IPv6. */
export type IpAddress =
  | { readonly version: 4; readonly number: number }
  | { readonly version: 6; readonly groups: readonly number[] }

/** A block of addresses: those that share the first `prefix` bits. */
export interface IpBlock {
  readonly address: IpAddress
  readonly prefix: number
}

/**
 * Reads an address as IAM reads the one in a request; undefined for what it can't read. Looser than the standards where IAM was seen to be:
 * IPv4 may have leading zeros; IPv6 may have an empty first group, which is 0, and empty last groups, which don't count.
 * An IPv4 address mapped into IPv6 (`::ffff:192.0.2.1`) is IPv4.
 */
export function parseIpAddress(text: string): IpAddress | undefined {
  const number = parseIpV4(text)
  if (number !== undefined) return { version: 4, number }
  const groups = parseIpV6(text)
  if (groups === undefined) return undefined
  const mapped = isMapped(groups)
  return mapped ? { version: 4, number: (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0) } : { version: 6, groups }
}

/**
 * Reads an address or a CIDR block as IAM reads it in a policy; undefined for what never matches: what it can't read, an IPv6 block with bits set
 * beyond its prefix, and a mapped IPv4 address. An IPv4 block may have such bits.
 */
export function parseIpBlock(text: string): IpBlock | undefined {
  const slash = text.indexOf('/')
  const written = slash === -1 ? text : text.slice(0, slash)
  const number = parseIpV4(written)
  const groups = number === undefined ? parseIpV6(written) : undefined
  const longest = number === undefined ? 128 : 32
  const prefix = slash === -1 ? longest : parsePrefix(text.slice(slash + 1), longest)
  if (prefix === undefined) return undefined
  if (number !== undefined) return { address: { version: 4, number }, prefix }
  if (groups === undefined || isMapped(groups)) return undefined
  const hostBits = groups.some((group, index) => (group & ~groupMask(prefix, index)) !== 0)
  return hostBits ? undefined : { address: { version: 6, groups }, prefix }
}

/** Whether an address lies in a block. */
export function isInBlock(address: IpAddress, block: IpBlock): boolean {
  if (address.version === 4) {
    if (block.address.version !== 4) return false
    const size = 2 ** (32 - block.prefix)
    return Math.floor(address.number / size) === Math.floor(block.address.number / size)
  }
  if (block.address.version !== 6) return false
  const { groups } = block.address
  return address.groups.every((group, index) => ((group ^ (groups[index] ?? 0)) & groupMask(block.prefix, index)) === 0)
}

function groupMask(prefix: number, index: number): number {
  const bits = Math.min(16, Math.max(0, prefix - index * 16))
  return 0xffff & (0xffff << (16 - bits))
}

function parsePrefix(text: string, longest: number): number | undefined {
  if (!/^\+?\d{1,9}$/.test(text)) return undefined
  const prefix = Number(text)
  return prefix > longest ? undefined : prefix
}

function parseIpV4(text: string): number | undefined {
  if (!/^\d{1,9}(?:\.\d{1,9}){3}$/.test(text)) return undefined
  let number = 0
  for (const part of text.split('.')) {
    const octet = Number(part)
    if (octet > 255) return undefined
    number = number * 256 + octet
  }
  return number
}

function parseIpV6(text: string): readonly number[] | undefined {
  if (!text.includes(':') || text.length > 64) return undefined
  const halves = withoutEmptyEnd(text.split('::'))
  if (halves.length > 2) return undefined
  const [first, second] = halves.map((half) => parseGroups(half))
  if (halves.length > 0 && first === undefined) return undefined
  if (halves.length > 1 && second === undefined) return undefined
  const before = first?.groups ?? []
  const after = second?.groups ?? []
  const gap = 8 - before.length - after.length
  if (gap < 0 || (gap > 0 && !text.includes('::'))) return undefined
  const groups = [...before, ...Array.from({ length: gap }, () => 0), ...after]
  const dotted = first?.dotted === true || second?.dotted === true
  // IAM reads the dotted form in a mapped address only.
  return dotted && !isMapped(groups) ? undefined : groups
}

function parseGroups(half: string): { groups: number[]; dotted: boolean } | undefined {
  const parts = half === '' ? [''] : withoutEmptyEnd(half.split(':'))
  const groups: number[] = []
  let dotted = false
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1
    const number = isLast && part.includes('.') ? parseIpV4(part) : undefined
    if (number !== undefined) {
      groups.push(Math.floor(number / 65_536), number % 65_536)
      dotted = true
    } else if (part === '') groups.push(0)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return undefined
  }
  return { groups, dotted }
}

function withoutEmptyEnd(parts: readonly string[]): readonly string[] {
  let end = parts.length
  while (end > 0 && parts[end - 1] === '') end--
  return parts.slice(0, end)
}

function isMapped(groups: readonly number[]): boolean {
  return groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
}
