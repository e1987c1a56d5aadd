import {
  type AccountState,
  agreedRemovals,
  awaitedUsers,
  check,
  compile,
  diff,
  type Finding,
  groupName,
  type Plan,
  RolewrightError,
  type SourceMap,
} from '@rolewright/core'
import { compileOptions, type Workspace } from '../config/workspace.ts'
import { type Foreign, foreignIn } from './foreign.ts'
import type { Source } from './open-source.ts'

/** A plan with what it was made from. */
export interface MadePlan {
  readonly plan: Plan
  readonly actual: AccountState
  readonly desired: AccountState
  readonly sources: SourceMap
  readonly foreign: Foreign
  /** What `check` says and does not stop for. */
  readonly findings: readonly Finding[]
}

/** Checks the model, reads the account and holds one against the other; errors of the check stop it before anything is read. */
export async function makePlan(
  workspace: Workspace,
  source: Source,
  options: { readonly prune?: boolean },
): Promise<MadePlan> {
  const { model } = workspace
  const given = compileOptions(workspace, source.now())
  const findings = check(model, { ...given, account: source.account.id })
  stopOnErrors(findings)
  const { state: desired, sources } = compile(model, source.account, given)
  const actual = await source.read()
  const waiting = awaitedUsers(actual, desired)
  const signedIn = waiting.length === 0 ? new Set<string>() : await source.signedIn(waiting)
  const sensitive = new Set(model.roles.filter((role) => role.sensitive === true).map(groupName))
  const agreed = await agreedIn(workspace, source)
  const now = source.now()
  const prune = options.prune === true
  const plan = diff(actual, desired, { prune, now, signedIn, rules: model.rules, sensitive, agreed })
  return { plan, actual, desired, sources, foreign: foreignIn(actual, desired), findings }
}

/** What reviews have given up. A history that can't be read agrees to nothing here; `apply` refuses it. */
async function agreedIn(workspace: Workspace, source: Source): Promise<ReturnType<typeof agreedRemovals>> {
  const { readHistory } = await import('@rolewright/aws-sync')
  const histories = await readHistory(workspace.audit, { accountId: source.account.accountId }).catch(
    (error: unknown) => {
      if (error instanceof RolewrightError) return []
      throw error
    },
  )
  return agreedRemovals(histories.flatMap((history) => history.entries))
}

function stopOnErrors(findings: readonly Finding[]): void {
  const errors = findings.filter((finding) => finding.severity === 'error')
  if (errors.length === 0) return
  throw new CheckFailed(errors)
}

/** The model has errors, so nothing is planned; `findings` has them all. */
class CheckFailed extends RolewrightError {
  readonly findings: readonly Finding[]

  constructor(findings: readonly Finding[]) {
    super({
      code: 'check-failed',
      message: `the model has ${findings.length === 1 ? 'an error' : `${findings.length} errors`}, so nothing is planned`,
      hint: 'mend what is listed; `rolewright check` shows it again',
    })
    this.findings = findings
  }
}
