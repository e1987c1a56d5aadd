import { compareDecimals, type Decimal, formatDecimal, parseDecimal } from '../print/decimal.ts'
import { parseIpBlock } from '../evaluate/ip-address.ts'
import { parseDate } from '../evaluate/parse-date.ts'

/** Texts of which one stands for each class that the operators can tell apart; not exact when a class may be missing. */
export interface Representatives {
  readonly texts: readonly string[]
  readonly exact: boolean
}

/** What is neither a number, a date nor an address: all such texts are alike to those operators. */
const unreadable = 'x'

/** Numbers on, between and beyond the ones given, and a text that is none. */
export function numbersAround(values: readonly string[]): Representatives {
  const points = values.map((value) => parseDecimal(value)).filter((number) => number !== undefined)
  const scaled = scale(points.toSorted(compareDecimals))
  if (scaled === undefined) return { texts: [...values, unreadable], exact: false }
  const { numbers, places } = scaled
  const texts = between(numbers).map((number) => spell(number, places))
  return { texts: [...texts, ...points.map(formatDecimal), unreadable], exact: true }
}

/** Further decimals than this make numbers too long to work with. */
const mostPlaces = 400

/** As whole numbers of the same tiny unit, half of which still is whole. */
function scale(points: readonly Decimal[]): { numbers: bigint[]; places: number } | undefined {
  const places = Math.max(0, ...points.map(({ digits, exponent }) => digits.length - exponent)) + 1
  if (places > mostPlaces || points.some(({ exponent }) => exponent > mostPlaces)) return undefined
  const numbers = points.map(({ sign, digits, exponent }) => {
    const shift = places + exponent - digits.length
    return BigInt(sign) * BigInt(digits === '' ? '0' : digits) * 10n ** BigInt(Math.max(0, shift))
  })
  return { numbers, places }
}

function spell(number: bigint, places: number): string {
  const text = (number < 0n ? -number : number).toString().padStart(places + 1, '0')
  const fraction = text.slice(-places).replace(/0+$/, '')
  return `${number < 0n ? '-' : ''}${text.slice(0, -places)}${fraction === '' ? '' : `.${fraction}`}`
}

/** One number below the least, one between each two, one above the greatest. */
function between(points: readonly bigint[]): bigint[] {
  const [first] = points
  const last = points.at(-1)
  if (first === undefined || last === undefined) return [0n]
  const step = 10n
  return [first - step, ...points.slice(1).map((point, index) => ((points[index] ?? point) + point) / 2n), last + step]
}

/** Dates on, between and beyond the ones given, and a text that is none. */
export function datesAround(values: readonly string[]): Representatives {
  const points = values.map((value) => parseDate(value)).filter((date) => date !== undefined)
  const sorted = points.toSorted((a, b) => a - b)
  const [first = 0] = sorted
  const last = sorted.at(-1) ?? 0
  const wanted = [...sorted, beyond(first, -1), beyond(last, 1)]
  let exact = true
  for (const [index, point] of sorted.entries()) {
    const next = sorted[index + 1]
    if (next === undefined || next - point < 2) continue
    const middle = [Math.floor((point + next) / 2), Math.ceil((point + 1) / 1000) * 1000]
    const found = middle.find((date) => date > point && date < next && spellDate(date) !== undefined)
    if (found === undefined) exact = false
    else wanted.push(found)
  }
  const texts = wanted.map((date) => spellDate(date))
  if (texts.includes(undefined)) exact = false
  return { texts: [...texts.filter((text) => text !== undefined), ...values, unreadable], exact }
}

function beyond(date: number, direction: -1 | 1): number {
  const near = date + direction
  return spellDate(near) === undefined ? (Math.floor(date / 1000) + 2 * direction) * 1000 : near
}

function spellDate(date: number): string | undefined {
  const inYears = date >= -62_167_219_200_000 && date <= 253_402_300_799_999
  const text = inYears ? new Date(date).toISOString() : date % 1000 === 0 ? String(date / 1000) : undefined
  return text !== undefined && parseDate(text) === date ? text : undefined
}

/** An address in each stretch that the blocks' borders leave, and a text that is none. */
export function addressesAround(values: readonly string[]): Representatives {
  const four = new Set([0n])
  const six = new Set([0n, 2n ** 48n])
  for (const value of values) {
    const block = parseIpBlock(value)
    if (block === undefined) continue
    const { address, prefix } = block
    const [bits, starts] = address.version === 4 ? [32n, four] : [128n, six]
    const number =
      address.version === 4
        ? BigInt(address.number)
        : address.groups.reduce((sum, group) => (sum << 16n) + BigInt(group), 0n)
    const size = 1n << (bits - BigInt(prefix))
    const start = (number / size) * size
    starts.add(start)
    if (start + size < 1n << bits) starts.add(start + size)
  }
  return { texts: [...[...four].map(spellFour), ...[...six].map(spellSix), unreadable], exact: true }
}

const spellFour = (number: bigint): string => [24n, 16n, 8n, 0n].map((shift) => (number >> shift) & 255n).join('.')

const spellSix = (number: bigint): string =>
  [112n, 96n, 80n, 64n, 48n, 32n, 16n, 0n].map((shift) => ((number >> shift) & 0xffffn).toString(16)).join(':')
