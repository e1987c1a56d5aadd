const iso =
  /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?)?)?$/
const epochSeconds = /^[+-]?\d{1,15}$/

/**
 * Milliseconds since 1970 of a date as IAM's date operators read it: ISO 8601 (UTC where no offset stands) or epoch seconds; undefined for
 * anything else. Digits below a millisecond are dropped. Four digits alone are a year.
 */
export function parseDate(text: string): number | undefined {
  const match = iso.exec(text)
  if (match === null) return epochSeconds.test(text) ? Number(text) * 1000 : undefined
  const [, year = '', month = '01', day = '01', hour = '00', minute = '00', second = '00', fraction = '', zone = 'Z'] =
    match
  const days = daysSinceEpoch(Number(year), Number(month), Number(day))
  const offset = offsetMinutes(zone)
  if (days === undefined || offset === undefined) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  const minutes = days * 1440 + Number(hour) * 60 + Number(minute) - offset
  return minutes * 60_000 + Number(second) * 1000 + Number(fraction.slice(0, 3).padEnd(3, '0'))
}

function offsetMinutes(zone: string): number | undefined {
  if (zone === 'Z') return 0
  const hours = Number(zone.slice(1, 3))
  const minutes = Number(zone.slice(3).replace(':', '') || '0')
  if (hours > 23 || minutes > 59) return undefined
  return (zone.startsWith('-') ? -1 : 1) * (hours * 60 + minutes)
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

/** Days from 1970-01-01 in the Gregorian calendar, without `Date`, which reads the years 0 to 99 as 1900 to 1999. */
function daysSinceEpoch(year: number, month: number, day: number): number | undefined {
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
  const length = monthLengths[month - 1]
  if (length === undefined || day < 1 || day > length + (leap && month === 2 ? 1 : 0)) return undefined
  const before = year - 1
  let days = year * 365 + Math.floor(before / 4) - Math.floor(before / 100) + Math.floor(before / 400)
  for (let index = 0; index < month - 1; index++) days += monthLengths[index] ?? 0
  return days + (leap && month > 2 ? 1 : 0) + day - 1 - 719_527
}
