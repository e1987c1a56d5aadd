/** Orders by UTF-16 units, the same everywhere; a locale would not be. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
