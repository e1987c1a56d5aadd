import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type HistoryProblem, type HistoryVerification, sha256Hex, verifyHistory } from '@rolewright/core'
import { accountsWithHistory, readHistoryFiles } from './history-files.ts'

/** What was found in one account's history, the states that it names included. */
export interface AccountVerification extends HistoryVerification {
  readonly accountId: string
}

/**
 * Checks the histories of all accounts under a folder, or of one, with the stored states that `applied` entries name. Nothing is
 * changed; damage is in the result, not thrown. Heads that were kept elsewhere must each be in one of the histories.
 *
 * @example
 * ```ts
 * const results = await verifyHistoryOnDisk('audit', { heads: [keptInTheTicket] })
 * if (results.some((result) => !result.ok)) process.exitCode = 1
 * ```
 */
export async function verifyHistoryOnDisk(
  dir: string,
  options: { readonly accountId?: string; readonly heads?: readonly string[] } = {},
): Promise<readonly AccountVerification[]> {
  const accounts = options.accountId === undefined ? await accountsWithHistory(dir) : [options.accountId]
  const results: AccountVerification[] = []
  for (const accountId of accounts) {
    const result = verifyHistory(await readHistoryFiles(dir, accountId))
    const problems = [...result.problems, ...(await stateProblems(dir, result)), ...strays(accountId, result)]
    results.push({ ...result, accountId, ok: problems.length === 0, problems })
  }
  return withLostHeads(results, options)
}

async function stateProblems(dir: string, result: HistoryVerification): Promise<HistoryProblem[]> {
  const problems: HistoryProblem[] = []
  const hashes = new Set(
    result.entries.flatMap((entry) => {
      const state = entry.kind === 'applied' ? field(entry.data, 'state') : undefined
      return state === undefined || !/^[0-9a-f]{64}$/.test(state) ? [] : [state]
    }),
  )
  for (const hash of hashes) {
    const name = `states/${hash}.json`
    const text = await readFile(join(dir, name), 'utf8').catch(() => undefined)
    if (text === undefined) problems.push({ kind: 'removed', file: name, message: `the state \`${name}\` is missing` })
    else if (sha256Hex(text) !== hash) {
      problems.push({ kind: 'changed', file: name, message: `the state \`${name}\` is not what its name says` })
    }
  }
  return problems
}

/** A file that was copied in from the folder of another account says so in its first entry. */
function strays(accountId: string, result: HistoryVerification): HistoryProblem[] {
  return result.entries.flatMap((entry) => {
    const named = entry.kind === 'run' ? field(entry.data, 'accountId') : undefined
    if (named === undefined || named === accountId) return []
    const file = `${entry.id}.jsonl`
    return [{ kind: 'renamed', file, line: 1, message: `\`${file}\` belongs to account \`${named}\`` }]
  })
}

function withLostHeads(
  results: readonly AccountVerification[],
  options: { readonly accountId?: string; readonly heads?: readonly string[] },
): readonly AccountVerification[] {
  const known = new Set(results.flatMap((result) => result.entries.map((entry) => entry.hash)))
  const lost = (options.heads ?? []).filter((head) => !known.has(head))
  if (lost.length === 0) return results
  const problems = lost.map((head): HistoryProblem => ({
    kind: 'cut-or-rewritten',
    message: `the head \`${head}\` is no longer in the history: its end was cut off, or it was written anew`,
  }))
  const [first, ...others] = results
  const base: AccountVerification = first ?? {
    accountId: options.accountId ?? '',
    ok: false,
    problems: [],
    entries: [],
    heads: [],
    files: 0,
  }
  return [{ ...base, ok: false, problems: [...base.problems, ...problems] }, ...others]
}

function field(data: unknown, name: string): string | undefined {
  if (data === null || typeof data !== 'object') return undefined
  const value: unknown = Object.entries(data).find(([key]) => key === name)?.[1]
  return typeof value === 'string' ? value : undefined
}
