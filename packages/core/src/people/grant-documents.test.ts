import { describe, expect, it } from 'vitest'
import type { PolicyDocument } from '../policy/document.ts'
import { policySize } from '../policy/print/policy-size.ts'
import { grantDocuments } from './grant-documents.ts'

const end = new Date('2026-06-01T12:00:00Z')
const reading = (count: number, bucket = 'bucket'): PolicyDocument => ({
  Version: '2012-10-17',
  Statement: {
    Sid: 'Read',
    Effect: 'Allow',
    Action: 's3:GetObject',
    Resource: Array.from({ length: count }, (_, index) => `arn:aws:s3:::${bucket}-${1000 + index}/*`),
  },
})

describe('grantDocuments', () => {
  it('puts what fits into one policy, without the Sids that would stand twice', () => {
    const copies = grantDocuments([reading(1), reading(2)], end)
    expect(copies).toMatchObject({ kind: 'documents', documents: [{ Statement: [{}, {}] }] })
    expect(JSON.stringify(copies)).not.toContain('Sid')
  })

  it('keeps each copy within IAM’s limit', () => {
    const copies = grantDocuments(
      Array.from({ length: 6 }, (_, index) => reading(100, `b${index}`)),
      end,
    )
    const documents = copies.kind === 'documents' ? copies.documents : []
    expect(documents).toHaveLength(3)
    expect(Math.max(...documents.map(policySize))).toBeLessThanOrEqual(6144)
  })

  it('refuses what no copy can hold', () => {
    expect(grantDocuments([reading(300)], end)).toEqual({
      kind: 'refused',
      why: expect.stringMatching(/^a statement of its has [\d,]+ characters with an end, and a policy takes 6,144$/),
    })
    expect(
      grantDocuments(
        Array.from({ length: 11 }, (_, index) => reading(150, `b${index}`)),
        end,
      ),
    ).toEqual({
      kind: 'refused',
      why: 'its copies fill 11 policies, and a group takes 10',
    })
    const variable: PolicyDocument = {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: '*',
          Resource: '*',
          Condition: { DateLessThan: { 'aws:CurrentTime': '${aws:PrincipalTag/until}' } },
        },
      ],
    }
    expect(grantDocuments([variable], end)).toMatchObject({ kind: 'refused' })
  })
})
