/** What became of many documents: characters after of characters before, and how many no longer exceed IAM's quota. */
export interface MinimizedSize {
  readonly share: number
  readonly fit: number
  readonly oversize: number
}

const quota = 6144

const sum = (texts: readonly string[]): number => texts.reduce((total, text) => total + text.length, 0)

/** Compares JSON texts without white space. */
export function minimizedSize(before: readonly string[], after: readonly string[]): MinimizedSize {
  const oversize = before.flatMap((text, index) => (text.length > quota ? [index] : []))
  return {
    share: sum(after) / sum(before),
    fit: oversize.filter((index) => (after[index] ?? '').length <= quota).length,
    oversize: oversize.length,
  }
}

/** As the table says it. */
export function sizeText({ share, fit, oversize }: MinimizedSize, milliseconds: number): string {
  return `${(share * 100).toFixed(1)} % of the characters, ${fit} of ${oversize} oversize ones fit, ${(milliseconds / 1000).toFixed(2)} s`
}
