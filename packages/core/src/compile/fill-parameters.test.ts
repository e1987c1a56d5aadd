import fc from 'fast-check'
import Handlebars from 'handlebars'
import { describe, expect, it } from 'vitest'
import { parseTemplate } from '../policy/evaluate/policy-variables.ts'
import { fillParameters } from './fill-parameters.ts'

const fill = (text: string, parameters: Record<string, unknown>): ReturnType<typeof fillParameters> =>
  fillParameters(text, { parameters, path: 'here', account: 'dev' })

describe('fillParameters', () => {
  it('fills a parameter and leaves the variables of IAM alone', () => {
    expect(fill('arn:aws:s3:::{{bucket}}/${aws:username}/*', { bucket: 'data' })).toEqual({
      text: 'arn:aws:s3:::data/${aws:username}/*',
      findings: [],
    })
  })

  it('names account, parameter and place where one is missing', () => {
    expect(fill('{{buckets}}', { bucket: 'data' }).findings).toEqual([
      {
        code: 'RW-PARAMETER-MISSING',
        severity: 'error',
        message: 'the account `dev` has no parameter `buckets`',
        path: 'here',
        hint: 'did you mean `{{bucket}}`',
      },
    ])
  })

  it.each([
    ['a wildcard', 'data*'],
    ['a policy variable', '${aws:username}'],
    ['another parameter', '{{other}}'],
    ['half a policy variable', '{aws:username}'],
    ['the end of one', 'data}'],
    ['a quote', 'a"b'],
    ['the quote that ends a default', "a'b"],
    ['another segment', 'data:other'],
    ['nothing', ''],
    ['an object', { toString: 'x' }],
  ])('refuses a value that holds %s', (_, bucket) => {
    expect(fill('arn:aws:s3:::{{bucket}}/*', { bucket }).findings).toMatchObject([{ code: 'RW-PARAMETER-UNSAFE' }])
  })

  it('takes an ARN where it is the whole value', () => {
    expect(fill('{{topic}}', { topic: 'arn:aws:sns:eu-west-1:111122223333:t' }).findings).toEqual([])
  })

  it.each([
    '{{#if x}}y{{/if}}',
    '{{> partial}}',
    '{{lookup x "y"}}',
    '{{{x}}}',
    '{{x',
    '{{constructor}}',
    '{{__proto__}}',
  ])('refuses `%s`', (text) => {
    expect(fill(text, { x: 'v' }).findings.length).toBeGreaterThan(0)
  })

  it('gives text without braces back as it is', () => {
    fc.assert(
      fc.property(
        fc.string().filter((text) => !text.includes('{{')),
        (text) => fill(text, {}).text === text,
      ),
    )
  })

  it('fills exactly the value, whatever stands around it', () => {
    const plain = fc.stringMatching(/^[a-z0-9/.:*-]{0,12}$/)
    fc.assert(
      fc.property(plain, plain, fc.stringMatching(/^[a-z0-9.-]{1,12}$/), (head, tail, value) => {
        expect(fill(`${head}{{v}}${tail}`, { v: value })).toEqual({ text: `${head}${value}${tail}`, findings: [] })
      }),
    )
  })

  it('lets no value mean more than itself, whatever stands around it', () => {
    const piece = fc.constantFrom(
      '{{a}}',
      '{{b}}',
      '$',
      '${aws:username}',
      "${aws:username, '",
      "'}",
      'x',
      ':',
      '*',
      '/',
    )
    const value = fc.string({
      unit: fc.constantFrom('$', '{', '}', '*', '?', ':', '"', "'", ',', 'a', '/', ' ', '\\'),
      maxLength: 6,
    })
    const means = (text: string): object => ({
      wildcards: text.split(/[*?]/).length,
      segments: text.split(':').length,
      variables: (parseTemplate(text) ?? []).flatMap((one) => (one.kind === 'variable' ? [one.key] : [])),
    })
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 5 }), value, value, (pieces, a, b) => {
        const text = `arn:${pieces.join('')}`
        const filled = fill(text, { a, b })
        if (filled.findings.length > 0) return
        expect(means(filled.text)).toEqual(means(fill(text, { a: 'v', b: 'w' }).text))
        expect(JSON.parse(`{"Resource":"${filled.text}"}`)).toEqual({ Resource: filled.text })
      }),
      { numRuns: 3000 },
    )
  })

  it('spells out what is false', () => {
    expect(fill('{{encrypted}}', { encrypted: false }).text).toBe('false')
  })

  it('joins numbers rather than adding them up', () => {
    expect(fill('{{port}}{{port}}', { port: 1 }).text).toBe('11')
  })

  it('fills text as Handlebars does whatever it takes', () => {
    const parameters = { bucket: 'data', a: 'one', elsewhere: 'there' }
    const piece = fc.constantFrom(
      '{{bucket}}',
      '{{ a }}',
      '{{elsewhere}}',
      '{{else}}',
      '${',
      '}',
      '{',
      '{{',
      'x',
      '\\',
      '\n',
    )
    const agrees = (text: string): boolean => {
      const filled = fill(text, parameters)
      if (filled.findings.length > 0 || !text.includes('{{')) return true
      return filled.text === Handlebars.compile(text, { strict: true, noEscape: true })(parameters)
    }
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => agrees(pieces.join(''))),
      { numRuns: 2000 },
    )
  })
})
