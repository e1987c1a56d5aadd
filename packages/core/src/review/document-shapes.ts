import { z } from 'zod'
import type { PolicyDocument, Statement } from '../policy/document.ts'
import { parsePolicy } from '../policy/parse/parse-policy.ts'

/** A policy document in a stored review. */
export const documentShape = (): z.ZodType<PolicyDocument> =>
  z.unknown().transform((value, context) => {
    try {
      return parsePolicy(value)
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
  })

/** One statement in a stored review. */
export const statementShape = (): z.ZodType<Statement> =>
  z.unknown().transform((value, context) => {
    try {
      const parsed = parsePolicy({ Statement: value }).Statement
      if ('Effect' in parsed) return parsed
    } catch (error) {
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) })
      return z.NEVER
    }
    context.addIssue({ code: 'custom', message: 'expected one statement' })
    return z.NEVER
  })
