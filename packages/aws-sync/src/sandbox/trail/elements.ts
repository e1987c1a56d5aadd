/** What never stands in an event, or CloudTrail hides: secrets, and codes that prove something. */
const hidden =
  /^(?:.*Password|SecretAccessKey|SessionToken|AuthenticationCode\d|Base32StringSeed|QRCodePNG|PrivateKey|ServicePassword|TrustAnchor)$/

/** A request's input or an answer's output as an event holds it: names in camel case, without secrets; null where nothing is left. */
export function elementsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  if (typeof value !== 'object' || value === null) return null
  const elements = convertObject(value)
  return Object.keys(elements).length === 0 ? null : elements
}

function convertObject(value: object): Record<string, unknown> {
  const known = Object.entries(value).filter(
    ([name, each]) => !hidden.test(name) && each !== undefined && each !== null,
  )
  return Object.fromEntries(known.map(([name, each]) => [camel(name), convert(each)]))
}

function convert(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(convert)
  return typeof value === 'object' && value !== null ? convertObject(value) : value
}

const camel = (name: string): string => name.slice(0, 1).toLowerCase() + name.slice(1)
