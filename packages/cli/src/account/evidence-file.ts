import { access, constants, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import type { Offboarding, OffboardEvidence } from '@rolewright/aws-sync'
import { RolewrightError } from '@rolewright/core'
import type { Workspace } from '../config/workspace.ts'
import type { Context } from '../frame/context.ts'

/** Writes evidence, and gives its file's name as a person sees it. */
export type EvidenceWriter = (evidence: OffboardEvidence) => Promise<string>

/**
 * Prepares the place of the evidence of an offboarding, before anything is done: no access is taken away that could not be told of after.
 *
 * @throws {RolewrightError} `file-unusable` for a file of something else, and what the file system says of a place that can't be written to
 */
export async function evidenceWriter(
  planned: Pick<Offboarding, 'accountId' | 'user' | 'begunAt'>,
  given: { readonly workspace: Workspace; readonly context: Context; readonly named: string | undefined },
): Promise<EvidenceWriter> {
  const { workspace, context, named } = given
  const { accountId, user } = planned
  const chosen = named === undefined ? undefined : resolve(context.io.cwd, named)
  const folder = chosen === undefined ? join(workspace.folder, 'evidence', accountId) : dirname(chosen)
  await mkdir(folder, { recursive: true })
  await access(folder, constants.W_OK)
  if (chosen !== undefined) await requireFree(chosen, planned)
  return async (evidence) => {
    const name = `${evidence.endedAt.slice(0, 19).replaceAll(':', '-')}-offboarded-${user}.json`
    const file = chosen ?? join(folder, name)
    await writeFile(file, `${JSON.stringify(evidence, undefined, 2)}\n`)
    return relative(context.io.cwd, file)
  }
}

/** A run that was stopped after it had written may write again; all else that is there stays as it is. */
async function requireFree(file: string, { user, begunAt }: Pick<Offboarding, 'user' | 'begunAt'>): Promise<void> {
  const there = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  })
  if (there === undefined || isOf(there, { user, begunAt })) return
  throw new RolewrightError({
    code: 'file-unusable',
    message: 'the file for the evidence is there already',
    hint: 'name a new file with `--evidence`, or none: each offboarding then has its own',
    path: file,
  })
}

function isOf(text: string, wanted: { readonly user: string; readonly begunAt: string }): boolean {
  try {
    const found: unknown = JSON.parse(text)
    if (typeof found !== 'object' || found === null) return false
    return Reflect.get(found, 'user') === wanted.user && Reflect.get(found, 'begunAt') === wanted.begunAt
  } catch {
    return false
  }
}
