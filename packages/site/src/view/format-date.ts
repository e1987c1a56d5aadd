/** A moment as pages show it: `machine` for `<time datetime>`, empty when the text is no date. */
export interface ShownDate {
  readonly machine: string
  readonly text: string
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `3 Nov 2026`, in UTC; what is no date stays as it is. */
export function showDay(iso: string): ShownDate {
  const date = dateOf(iso)
  if (date === undefined) return { machine: '', text: iso }
  return {
    machine: date.toISOString().slice(0, 10),
    text: `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()] ?? ''} ${date.getUTCFullYear()}`,
  }
}

/** `3 Nov 2026, 14:05 UTC`; what is no date stays as it is. */
export function showMoment(iso: string): ShownDate {
  const date = dateOf(iso)
  if (date === undefined) return { machine: '', text: iso }
  return { machine: date.toISOString(), text: `${showDay(iso).text}, ${date.toISOString().slice(11, 16)} UTC` }
}

/** JavaScript finds a date in nearly any text that ends with a number, so only what begins as ISO writes it is one. */
function dateOf(iso: string): Date | undefined {
  const date = new Date(/^\d{4}-\d{2}-\d{2}(?:T|$)/.test(iso) ? iso : Number.NaN)
  return Number.isNaN(date.getTime()) ? undefined : date
}
