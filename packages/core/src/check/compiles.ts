import { compile } from '../compile/compile.ts'
import { ModelError } from '../model/model-error.ts'
import type { Finding } from '../diagnostic/finding.ts'
import type { Rule } from './rule.ts'

/** Whatever keeps the model from being compiled for one of its accounts, each problem once. */
export const compiles: Rule = (model, options) => {
  const findings = new Map<string, Finding>()
  for (const account of model.accounts) {
    try {
      compile(model, account, options)
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      for (const finding of error.findings) findings.set(`${finding.path ?? ''} ${finding.message}`, finding)
    }
  }
  return [...findings.values()]
}
