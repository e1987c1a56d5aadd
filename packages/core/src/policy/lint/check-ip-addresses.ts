import { type IpBlock, isInBlock, parseIpAddress, parseIpBlock } from '../evaluate/ip-address.ts'
import { shorten } from '../parse/shorten.ts'
import type { ConditionEntry, LintContext, StatementView } from './statement-view.ts'

/** What no request from the internet comes from: RFC 1918, RFC 6598, loopback, link-local; unique local and link-local IPv6. */
const privateRanges = [
  '10.0.0.0/8',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  'fc00::/7',
  'fe80::/10',
]

/** Addresses and ranges of addresses that conditions compare to. */
export function checkIpAddresses(statement: StatementView, context: LintContext): void {
  for (const entry of statement.conditions) {
    if (entry.parsed?.comparison !== 'ip-address') continue
    const blocks = entry.values.flatMap((value, index) => {
      if (typeof value !== 'string' || value.includes('${')) return []
      const block = readBlock(value, { entry, index, context })
      return block === undefined ? [] : [block]
    })
    if (entry.lowerKey === 'aws:sourceip') checkPrivate(entry, blocks, context)
  }
}

interface At {
  readonly entry: ConditionEntry
  readonly index: number
  readonly context: LintContext
}

function readBlock(text: string, { entry, index, context: { report } }: At): IpBlock | undefined {
  const block = parseIpBlock(text)
  if (block === undefined) {
    // The address alone tells an IPv6 range with bits behind its mask from what is no range at all.
    if (parseIpAddress(text.split('/')[0] ?? '')?.version === 6 && /\/\d{1,3}$/.test(text)) {
      report(
        'IMPROVE_IP_RANGE',
        entry.placeOf(index),
        `${shorten(text)} has bits behind its mask, with which IAM never matches it`,
      )
    } else report('TYPE_MISMATCH_IP_RANGE', entry.placeOf(index), `${shorten(text)} is neither an address nor a range`)
    return undefined
  }
  const masked = maskedIpV4(block)
  if (masked !== undefined) {
    const hint = { hint: `write \`${masked}\`` }
    report(
      'IMPROVE_IP_RANGE',
      entry.placeOf(index),
      `${shorten(text)} has bits behind its mask, which are ignored`,
      hint,
    )
  }
  return block
}

/** The range without the bits behind its mask, if it has any. */
function maskedIpV4({ address, prefix }: IpBlock): string | undefined {
  if (address.version !== 4) return undefined
  const size = 2 ** (32 - prefix)
  const base = Math.floor(address.number / size) * size
  if (base === address.number) return undefined
  const octets = [2 ** 24, 2 ** 16, 2 ** 8, 1].map((unit) => Math.floor(base / unit) % 256)
  return `${octets.join('.')}/${prefix}`
}

function checkPrivate(entry: ConditionEntry, blocks: readonly IpBlock[], { report }: LintContext): void {
  const internal = privateRanges.flatMap((text) => parseIpBlock(text) ?? [])
  const inside = blocks.filter((block) =>
    internal.some((outer) => block.prefix >= outer.prefix && isInBlock(block.address, outer)),
  )
  if (inside.length === 0) return
  const all = inside.length === entry.values.length
  const negated = entry.parsed?.negated === true
  const code = negated
    ? all
      ? 'PRIVATE_NOT_IP_ADDRESS'
      : 'PRIVATE_NOT_IP_ADDRESS_SUBSET'
    : all
      ? 'PRIVATE_IP_ADDRESS'
      : 'PRIVATE_IP_ADDRESS_SUBSET'
  const share = all ? 'only private addresses' : 'private addresses too'
  report(code, entry.place, `\`aws:SourceIp\` is compared to ${share}, which no request to AWS comes from`)
}
