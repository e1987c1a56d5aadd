/** `1 person`, `2 people`. */
export function people(number: number): string {
  return number === 1 ? '1 person' : `${number.toLocaleString('en-US')} people`
}
