import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { globCovers, globsOverlap } from './globs.ts'

const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 5 })
const texts = ['']
for (let length = 0, start = 0; length < 5; length++) {
  const end = texts.length
  for (const text of texts.slice(start, end)) texts.push(`${text}a`, `${text}b`)
  start = end
}

/** Read straight from the definition, for short texts. */
function fits(glob: string, text: string): boolean {
  if (glob === '') return text === ''
  if (glob.startsWith('*')) return fits(glob.slice(1), text) || (text !== '' && fits(glob, text.slice(1)))
  return text !== '' && (glob.startsWith('?') || glob[0] === text[0]) && fits(glob.slice(1), text.slice(1))
}

describe('patterns', () => {
  it('overlap just where some text fits both', () => {
    fc.assert(
      fc.property(pattern, pattern, (a, b) => {
        // Two patterns of five that have a text in common have one that is no longer than both together, and `a` and `b` suffice.
        const shorter = a.length + b.length <= 5 || a.replaceAll('*', '').length + b.replaceAll('*', '').length <= 5
        fc.pre(shorter)
        expect(globsOverlap(a, b)).toBe(texts.some((text) => fits(a, text) && fits(b, text)))
      }),
      { numRuns: 1000 },
    )
  })

  it('cover only what really fits', () => {
    fc.assert(
      fc.property(pattern, pattern, (outer, inner) => {
        fc.pre(globCovers(outer, inner))
        expect(texts.filter((text) => fits(inner, text) && !fits(outer, text))).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it.each([
    ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/a*', true],
    ['arn:aws:s3:::b/a*', 'arn:aws:s3:::b/*', false],
    ['arn:aws:s3:::b', 'arn:aws:s3:::b', true],
    ['a?c', 'a*c', false],
    ['a.c', 'abc', false],
  ])('%s covers %s: %s', (outer, inner, expected) => {
    expect(globCovers(outer, inner)).toBe(expected)
  })
})
