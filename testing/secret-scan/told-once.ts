// A device's seed is followed by the address that an app reads as a code.
const LINE = /^((?:password|secret): +)(\S+)(?:\notpauth:\S+)?/gm

/**
 * Takes the secrets out of text that tells them in the form in which the command tells them once, and gives each to `found`. What is told for a
 * second time stays where it is: once is all that is allowed.
 */
export function tellingTold(found: (secret: string) => void): (text: string) => string {
  const told = new Set<string>()
  return (text) =>
    text.replaceAll(LINE, (line: string, before: string, secret: string) => {
      if (told.has(secret)) return line
      told.add(secret)
      found(secret)
      return before
    })
}
