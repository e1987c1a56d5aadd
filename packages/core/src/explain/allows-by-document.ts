import type { PolicyDocument } from '../policy/document.ts'
import { createEvaluator } from '../policy/evaluate/create-evaluator.ts'
import type { Decision, Request, StatementRef } from '../policy/request.ts'
import type { Principal } from './principal.ts'
import { remember } from './remember.ts'

/**
 * Which principals a request is allowed to, asking each document once, however many hold it: allowed is where none of the documents denies and
 * one allows, within every boundary. Gives the statements that allow, or undefined where the answer is no.
 */
export function allowsByDocument(): (
  request: Request,
) => (principal: Principal) => readonly StatementRef[] | undefined {
  const evaluatorOf = remember((document: PolicyDocument) => createEvaluator(document))
  return (request) => {
    const decide = remember((document: PolicyDocument): Decision => evaluatorOf(document).decide(request))
    return ({ documents, boundary }) => {
      const refs: StatementRef[] = []
      for (const [place, { document }] of documents.entries()) {
        const { effect, because } = decide(document)
        if (effect === 'explicit-deny') return undefined
        if (effect === 'allow') for (const ref of because) refs.push({ ...ref, document: place })
      }
      const allowed = refs.length > 0 && boundary.every(({ document }) => decide(document).effect === 'allow')
      return allowed ? refs : undefined
    }
  }
}
