import { assert, property } from 'fast-check'
import { expect, test } from 'vitest'
import { createEvaluator } from '../evaluate/create-evaluator.ts'
import type { PolicyDocument } from '../document.ts'
import { minimizePolicy } from './minimize-policy.ts'
import { catalogueRequests, overlappingDocument, requests } from './minimize-policy.testing.ts'
import type { Request } from '../request.ts'

function answers(document: PolicyDocument, asked: readonly Request[]): string {
  const evaluator = createEvaluator([document])
  return asked.map((request) => evaluator.decide(request).effect).join(' ')
}

test('thousands of documents decide as before, in both modes, and are their own results', () => {
  assert(
    property(overlappingDocument, (document) => {
      const strict = minimizePolicy(document)
      expect(answers(strict, requests)).toBe(answers(document, requests))
      expect(minimizePolicy(strict)).toEqual(strict)
      const short = minimizePolicy(document, { wildcards: 'catalogue' })
      expect(answers(short, catalogueRequests)).toBe(answers(document, catalogueRequests))
      expect(minimizePolicy(short, { wildcards: 'catalogue' })).toEqual(short)
    }),
    { numRuns: 5000 },
  )
})
