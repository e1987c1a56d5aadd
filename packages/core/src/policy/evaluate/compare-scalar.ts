import type { Comparing } from './comparing.ts'
import { compareDecimals, parseDecimal } from '../print/decimal.ts'
import { isInBlock, parseIpAddress, parseIpBlock } from './ip-address.ts'
import { parseDate } from './parse-date.ts'

/** Whether the order of the request's value to the policy's (negative, zero, positive) is the wanted one. */
type OrderTest = (order: number) => boolean

/** Anything but `true`, in any case, is false. */
export function isTrue(value: string): boolean {
  return value.toLowerCase() === 'true'
}

export function compareBool(values: readonly string[]): Comparing {
  const wanted = new Set(values.map(isTrue))
  return (value) => (wanted.has(isTrue(value)) ? 'match' : 'differ')
}

/** Binary values are compared as their base64 text, with padding; what is not base64 equals nothing. */
export function compareBinary(values: readonly string[]): Comparing {
  const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/
  const wanted = new Set(values.filter((value) => base64.test(value)))
  return (value) => (wanted.has(value) ? 'match' : 'differ')
}

/** What the request has must be an address; what the policy has and IAM can't read matches none. */
export function compareIp(values: readonly string[]): Comparing {
  const blocks = values.map((value) => parseIpBlock(value)).filter((block) => block !== undefined)
  return (value) => {
    const address = parseIpAddress(value)
    if (address === undefined) return 'unfit'
    return blocks.some((block) => isInBlock(address, block)) ? 'match' : 'differ'
  }
}

/** Exact decimals; what is no number differs from every number and is neither less nor greater. */
export function compareNumber(values: readonly string[], test: OrderTest): Comparing {
  const wanted = values.map((value) => parseDecimal(value)).filter((number) => number !== undefined)
  return (value) => {
    const number = parseDecimal(value)
    if (number === undefined) return 'differ'
    return wanted.some((other) => test(compareDecimals(number, other))) ? 'match' : 'differ'
  }
}

/** Dates to the millisecond; what is no date differs from every date and is neither before nor after. */
export function compareDate(values: readonly string[], test: OrderTest): Comparing {
  const wanted = values.map((value) => parseDate(value)).filter((date) => date !== undefined)
  return (value) => {
    const date = parseDate(value)
    if (date === undefined) return 'differ'
    return wanted.some((other) => test(date - other)) ? 'match' : 'differ'
  }
}
