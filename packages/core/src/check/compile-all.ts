import { compile } from '../compile/compile.ts'
import type { Model } from '../define/definitions.ts'
import type { Finding } from '../diagnostic/finding.ts'
import { ModelError } from '../model/model-error.ts'
import type { CheckOptions, CompiledAccount } from './rule.ts'

/** The accounts of a model as far as they compile, and whatever keeps the others from it, each problem once. */
export function compileAll(
  model: Model,
  options: CheckOptions,
): { readonly accounts: readonly CompiledAccount[]; readonly findings: readonly Finding[] } {
  const accounts: CompiledAccount[] = []
  const findings = new Map<string, Finding>()
  for (const account of model.accounts) {
    if (options.account !== undefined && account.id !== options.account) continue
    try {
      accounts.push({ account, ...compile(model, account, options) })
    } catch (error) {
      if (!(error instanceof ModelError)) throw error
      for (const finding of error.findings) findings.set(`${finding.path ?? ''} ${finding.message}`, finding)
    }
  }
  return { accounts, findings: [...findings.values()] }
}
