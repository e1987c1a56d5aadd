import {
  type AccountState,
  type Proposal,
  requireUnmixed,
  sha256Hex,
  type SourceMap,
  titleOfProposal,
} from '@rolewright/core'
import type { History } from '../audit/open-history.ts'
import { type LeftUnused, leftUnused } from './left-unused.ts'
import { type ParsedSource, parseFiles } from './parsed-sources.ts'
import { patchGrant } from './patch-grant.ts'
import { type Compiled, patchStatement } from './patch-statement.ts'
import { patchTask } from './patch-task.ts'
import type { PatchOutcome, SourceEdit } from './source-edit.ts'
import { readSourceFiles } from './source-files.ts'
import { splitRole, splitTask } from './split-by-hand.ts'
import { changedFiles, type WrittenFile, writeFiles } from './written-files.ts'

/** What to patch, and how. */
export interface PatchOptions {
  /** The folder of the TypeScript source. */
  readonly dir: string
  /** The accepted proposals. */
  readonly proposals: readonly Proposal[]
  /** From `compile`: which definition each compiled statement came from. Without it, a policy's name and its statements' order stand for it. */
  readonly sources?: SourceMap
  /** From `compile` too: finds statements that other edits have moved since the review. */
  readonly state?: AccountState
  /** Gets an entry `patched`. */
  readonly history?: History
  /** Only says what would be written. */
  readonly dryRun?: boolean
  /**
   * Asked before anything is written: what the edited files do that was not accepted, in words. Where it says something, each edit is
   * asked for alone, and those that do harm are left to a person.
   */
  readonly verify?: (edit: {
    readonly files: readonly WrittenFile[]
    readonly proposals: readonly Proposal[]
  }) => Promise<string | undefined>
}

/** A proposal that became an edit. */
export interface PatchedProposal {
  readonly proposal: string
  /** What it proposes, in a line. */
  readonly title: string
  /** With a proposal about a policy. */
  readonly policyName?: string
  readonly file: string
  /** From 1, in the file before this edit. */
  readonly line: number
  readonly edit: SourceEdit
}

/** A proposal that somebody has to write in: the source computes what would have to change, or a person has to choose. */
export interface ManualPatch {
  readonly proposal: string
  readonly title: string
  readonly policyName?: string
  /** Why it is not edited, in a line. */
  readonly reason: string
  /** What to do instead, in a line. */
  readonly mend: string
  /** What to put there, as TypeScript; null when something is to be taken out, or when it is no matter of the source. */
  readonly statement: string | null
  /** Where the definition is, or else where its name stands. */
  readonly file?: string
  readonly line?: number
}

/** What patching did. */
export interface PatchResult {
  readonly patched: readonly PatchedProposal[]
  readonly manual: readonly ManualPatch[]
  /** Ids of proposals that the source says already. */
  readonly already: readonly string[]
  readonly files: readonly WrittenFile[]
  /** Constants that nothing uses any more: they are left, since who wrote them knows whether they are to stay. */
  readonly unused: readonly LeftUnused[]
}

/**
 * Turns accepted proposals into edits of the TypeScript source: of a `definePolicy` with a literal name, a statement's actions or resources
 * are rewritten, or it is taken out; of a `defineRole` with a literal id, a task is taken out. Everything else in a file stays as it is,
 * byte for byte. Patching again with the same proposals changes nothing.
 *
 * What is computed (a name, a list, a statement, a helper's result), what no longer says what was reviewed, a policy's last statement and
 * what a person has to choose (splits, credentials) are not edited: they come back in `manual`, with what to write in.
 *
 * @throws {RolewrightError} `mixed-proposals` when some widen and some narrow, `source-not-found`, `source-not-parsed`; nothing is written then
 *
 * @example
 * ```ts
 * const { patched, manual } = await patchSource({ dir: 'roles', proposals: accepted, sources, state })
 * ```
 */
export async function patchSource(options: PatchOptions): Promise<PatchResult> {
  requireUnmixed(options.proposals)
  const files = parseFiles(await readSourceFiles(options.dir))
  const result = await verified(files, options)
  if (options.dryRun !== true) {
    // First the history: of a run that ends before all is written, `unwrittenPatches` knows what to do again.
    if (result.patched.length > 0) {
      await options.history?.append('patched', {
        proposals: result.patched.map(({ proposal, policyName, file, edit }) => ({ proposal, policyName, file, edit })),
        manual: result.manual.map(({ proposal, reason }) => ({ proposal, reason })),
        files: result.files.map(({ file, before, after }) => ({
          file,
          before: sha256Hex(before),
          after: sha256Hex(after),
        })),
      })
    }
    await writeFiles(result.files)
  }
  return result
}

/** The edits that do what was accepted and nothing else; without `verify`, all of them. */
async function verified(files: readonly ParsedSource[], options: PatchOptions): Promise<PatchResult> {
  const { proposals, verify } = options
  const wrong = async (result: PatchResult): Promise<string | undefined> => {
    const ids = new Set(result.patched.map(({ proposal }) => proposal))
    if (verify === undefined || ids.size === 0) return undefined
    return verify({ files: result.files, proposals: proposals.filter(({ id }) => ids.has(id)) })
  }
  /** Which of the proposals do harm, found by halving: each question makes the model once. */
  const harmful = async (asked: readonly Proposal[]): Promise<ReadonlyMap<string, string>> => {
    const reason = await wrong(editFiles(files, { ...options, proposals: asked }))
    const [only, other] = asked
    if (reason === undefined || only === undefined) return new Map()
    if (other === undefined) return new Map([[only.id, reason]])
    const half = Math.ceil(asked.length / 2)
    return new Map([...(await harmful(asked.slice(0, half))), ...(await harmful(asked.slice(half)))])
  }
  const all = editFiles(files, options)
  if ((await wrong(all)) === undefined) return all
  const ids = new Set(all.patched.map(({ proposal }) => proposal))
  const refused = await harmful(proposals.filter(({ id }) => ids.has(id)))
  const rest = editFiles(files, options, refused)
  const still = await wrong(rest)
  if (still === undefined) return rest
  return editFiles(
    files,
    options,
    new Map([...refused, ...rest.patched.map(({ proposal }) => [proposal, still] as const)]),
  )
}

/** The edits of all proposals, one after the other. */
function editFiles(
  sources: readonly ParsedSource[],
  options: PatchOptions,
  refused: ReadonlyMap<string, string> = new Map(),
): PatchResult {
  const files = new Map(sources.map((parsed) => [parsed.source.file, parsed]))
  const patched: PatchedProposal[] = []
  const manual: ManualPatch[] = []
  const already: string[] = []
  for (const proposal of inOrder(options.proposals)) {
    const outcome = withoutRefused(proposal, patchOne(proposal, [...files.values()], options), refused)
    const about = {
      proposal: proposal.id,
      title: titleOfProposal(proposal),
      ...('policyName' in proposal ? { policyName: proposal.policyName } : {}),
    }
    if (outcome.kind === 'already') already.push(proposal.id)
    else if (outcome.kind === 'by-hand') {
      const { reason, mend, code, place } = outcome
      manual.push({ ...about, reason, mend, statement: code, ...place })
    } else {
      const { file, line, edit } = outcome
      files.set(edit.file, file)
      patched.push({ ...about, file: edit.file, line, edit })
    }
  }
  const original = new Map(sources.map(({ source, text }) => [source.file, text]))
  const unused = sources.flatMap((source) => leftUnused(source, files.get(source.source.file) ?? source))
  return { patched, manual, already, files: changedFiles([...files.values()], original), unused }
}

function withoutRefused(proposal: Proposal, outcome: PatchOutcome, refused: ReadonlyMap<string, string>): PatchOutcome {
  const reason = refused.get(proposal.id)
  if (reason === undefined || outcome.kind !== 'edited') return outcome
  const { edit, line } = outcome
  return {
    kind: 'by-hand',
    reason,
    mend:
      edit.after === null
        ? `take \`${edit.before?.replaceAll(/\s+/g, ' ') ?? ''}\` out of ${edit.name} alone`
        : `write this statement for ${edit.name} alone`,
    code: edit.after,
    place: { file: edit.file, line },
  }
}

/**
 * From the last statement of a policy to the first, so that no edit moves what another one is about; of one statement first the actions,
 * which are looked for by the resources that were reviewed.
 */
function inOrder(proposals: readonly Proposal[]): readonly Proposal[] {
  return proposals.toSorted((a, b) => position(b) - position(a) || turn(a) - turn(b))
}

function turn({ kind }: Proposal): number {
  return kind === 'narrow-resources' ? 1 : 0
}

function position(proposal: Proposal): number {
  return 'statementIndex' in proposal ? proposal.statementIndex : -1
}

function patchOne(proposal: Proposal, files: readonly ParsedSource[], compiled: Compiled): PatchOutcome {
  switch (proposal.kind) {
    case 'narrow-statement':
    case 'remove-statement':
    case 'narrow-resources':
      return patchStatement(proposal, files, compiled)
    case 'drop-task':
      return patchTask(proposal, files)
    case 'grant-missing':
      return patchGrant(proposal, files)
    case 'split-task':
      return splitTask(proposal, files)
    case 'split-role':
      return splitRole(proposal, files)
    case 'unused-key':
    case 'unused-password':
    case 'unused-person':
      return {
        kind: 'by-hand',
        reason: 'it is no matter of the roles',
        mend: `run \`${proposal.command.join(' ')}\``,
        code: null,
      }
    default:
      return proposal satisfies never
  }
}
