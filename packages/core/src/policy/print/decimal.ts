/** A decimal number of any size, exactly: sign · 0.digits · 10^exponent, without leading or trailing zeros; zero has no digits. */
export interface Decimal {
  readonly sign: -1 | 0 | 1
  readonly digits: string
  readonly exponent: number
}

const written = /^([+-]?)(?=\.?[0-9])([0-9]*)(?:\.([0-9]*))?(?:[eE]([+-]?[0-9]+))?$/

/** The largest exponent that IAM's decimals carry; beyond it a text is no number. */
const largestExponent = 2_147_483_647

/**
 * Reads a decimal as IAM's numeric operators do: `1`, `01`, `1.`, `.5`, `+1`, `1e3`; undefined for anything else. Exact, since IAM tells
 * 2^53 from 2^53 + 1 and a floating-point number does not.
 */
export function parseDecimal(text: string): Decimal | undefined {
  const match = written.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', power = '0'] = match
  const shift = Number(power)
  if (Math.abs(shift) > largestExponent) return undefined
  const all = whole + fraction
  const significant = all.replace(/^0+/, '')
  if (significant === '') return { sign: 0, digits: '', exponent: 0 }
  const exponent = whole.length - (all.length - significant.length) + shift
  return { sign: sign === '-' ? -1 : 1, digits: trimZeros(significant), exponent }
}

/** Negative when `a` is less, zero when equal, positive when greater. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  if (a.sign !== b.sign || a.sign === 0) return a.sign - b.sign
  if (a.exponent !== b.exponent) return a.sign * (a.exponent - b.exponent)
  return a.digits === b.digits ? 0 : a.digits < b.digits ? -a.sign : a.sign
}

/** One spelling for all that are equal. */
export function formatDecimal({ sign, digits, exponent }: Decimal): string {
  if (sign === 0) return '0'
  const minus = sign < 0 ? '-' : ''
  if (exponent >= digits.length && exponent <= 40) return minus + digits.padEnd(exponent, '0')
  if (exponent > 0 && exponent < digits.length) return `${minus}${digits.slice(0, exponent)}.${digits.slice(exponent)}`
  return `${minus}0.${digits}e${exponent}`
}

/** Without the zeros at the end; a regular expression for that takes quadratic time. */
function trimZeros(digits: string): string {
  let end = digits.length
  while (end > 0 && digits[end - 1] === '0') end--
  return digits.slice(0, end)
}
