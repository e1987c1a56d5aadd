import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { secretFinder } from './find-secrets.ts'

/** Passwords as they are generated, with signs that every way of writing spells differently, and other text. */
const secret = fc.string({
  unit: fc.constantFrom(...Array.from('aB3!@#$%^&*()_+-=[]{}|\'"<>\\/~é')),
  minLength: 16,
  maxLength: 60,
})

const WAYS: Readonly<Record<string, (text: string) => string>> = {
  raw: (text) => text,
  'a URL': (text) => `https://example.com/?a=${encodeURIComponent(text)}&b=1`,
  'a form': (text) => new URLSearchParams({ a: 'b', Password: text, c: 'd' }).toString(),
  JSON: (text) => JSON.stringify({ a: [text] }),
  'JSON within JSON': (text) => JSON.stringify({ a: JSON.stringify({ b: text }) }),
  HTML: (text) =>
    `<b title="${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')}">`,
  'base64 among other bytes': (text) => Buffer.from(`ab${text}c`).toString('base64'),
  'base64 at the start': (text) => Buffer.from(`${text}c`).toString('base64'),
  hexadecimal: (text) => Buffer.from(text).toString('hex'),
}

describe('looking for secrets', () => {
  it.each(Object.entries(WAYS))('finds one in %s', (_, write) => {
    fc.assert(
      fc.property(secret, fc.array(secret, { maxLength: 20 }), fc.string(), (planted, others, around) => {
        const find = secretFinder([...others, planted])
        expect(find(Buffer.from(`${around}${write(planted)}${around}`))).toContain(planted)
      }),
      { numRuns: 40 },
    )
  })

  it('finds none that is not there, or there but for one letter', () => {
    fc.assert(
      fc.property(secret, fc.array(secret, { maxLength: 5 }), (known, text) => {
        const near = [...text, known.slice(0, -1), `${known.slice(0, 15)}~${known.slice(15)}`].join('\n')
        fc.pre(!near.includes(known))
        expect(secretFinder([known])(Buffer.from(near))).toEqual(new Set())
      }),
      { numRuns: 40 },
    )
  })

  it('says nothing of text shorter than a secret, nor of compressed bytes', () => {
    const find = secretFinder(['correct-horse-battery-staple'])
    expect([Buffer.alloc(0), Buffer.from('short'), gzipSync('correct-horse-battery-staple')].map(find)).toEqual([
      new Set(),
      new Set(),
      new Set(),
    ])
  })
})
