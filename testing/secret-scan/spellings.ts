/**
 * The ways in which a secret may stand in a file: as it is, in a URL, in HTML, in JSON (once, and as JSON within JSON), in base64 at each of the
 * three places that it may have among other bytes, and in hexadecimal.
 */
export function spellings(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1)
  const twice = JSON.stringify(json).slice(1, -1)
  const html = secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
  const numbered = html.replaceAll('&quot;', '&#34;').replaceAll("'", '&#39;')
  const url = encodeURIComponent(secret)
  const form = new URLSearchParams({ '': secret }).toString().slice(1)
  const strict = url.replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
  const bytes = Buffer.from(secret)
  const within = [0, 1, 2].map((before) => base64Within(bytes, before))
  return [...new Set([secret, json, twice, html, numbered, url, form, strict, bytes.toString('hex'), ...within])]
}

/** What is sure to stand in base64 text that holds the bytes after `before` others, modulo three. */
function base64Within(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64')
  const whole = Math.floor(((before + bytes.length) * 8) / 6)
  return text.slice(Math.ceil((before * 8) / 6), whole)
}
