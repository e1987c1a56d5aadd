import { CreatePolicyCommand, GetPolicyCommand } from '@aws-sdk/client-iam'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openSandbox } from '../open-sandbox.ts'
import { escapeXml } from './write-xml.ts'

describe('text in XML', () => {
  it('comes back from the SDK as it was, white space at the ends included', async () => {
    const { iam } = (await openSandbox()).clients
    const PolicyDocument = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}'
    // What IAM takes in a description: Latin-1 without most control characters.
    const unit = fc.constantFrom(
      '\t',
      '\n',
      '\r',
      ' ',
      '<',
      '>',
      '&',
      '"',
      "'",
      ']',
      ']]>',
      '&amp;',
      '%41',
      '+',
      '¡',
      'ÿ',
      'a',
      '7',
    )
    let number = 0
    await fc.assert(
      fc.asyncProperty(fc.array(unit, { minLength: 1, maxLength: 12 }), async (units) => {
        const Description = units.join('')
        // The SDK's own parser makes nothing of a text that is white space only.
        fc.pre(/\S/.test(Description))
        const made = await iam.send(
          new CreatePolicyCommand({ PolicyName: `p${number++}`, Description, PolicyDocument }),
        )
        const read = await iam.send(new GetPolicyCommand({ PolicyArn: made.Policy?.Arn }))
        expect(read.Policy?.Description).toBe(Description)
      }),
      { numRuns: 60 },
    )
  })

  it('never holds what XML 1.0 can not', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)) }),
        (text) => {
          const escaped = escapeXml(text)
          expect(escaped).not.toMatch(/[<>\p{Cc}\p{Surrogate}\uFFFE\uFFFF]/u)
        },
      ),
    )
  })
})
