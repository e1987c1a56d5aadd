import { realpathSync } from 'node:fs'
import { extname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { AccountState, AwsManagedDocuments } from '@rolewright/core'
import type { Workspace } from './workspace.ts'

/** What the thread is given. */
export interface EditedModelInput {
  readonly configFile: string
  /** The text of files that are not written, by their addresses. */
  readonly texts: ReadonlyMap<string, string>
  readonly awsManaged: AwsManagedDocuments
  readonly now: Date
}

/** What the thread answers: the accounts that the model makes and why it can't make others, by account number; or why there is no model. */
export type EditedModel =
  | { readonly accounts: ReadonlyMap<string, AccountState>; readonly problems: ReadonlyMap<string, string> }
  | { readonly problem: string }

/**
 * The accounts that the model would make if files held other texts, without writing them: the config is loaded again in a thread of its
 * own, which reads those files as given.
 */
export async function editedModel(
  workspace: Workspace,
  given: { readonly files: readonly { readonly path: string; readonly after: string }[]; readonly now: Date },
): Promise<EditedModel> {
  const input: EditedModelInput = {
    configFile: workspace.configFile,
    texts: new Map(given.files.map(({ path, after }) => [pathToFileURL(realpathSync(path)).href, after])),
    awsManaged: workspace.awsManaged,
    now: given.now,
  }
  const thread = new URL(`./edited-model-thread${extname(import.meta.url)}`, import.meta.url)
  return new Promise((resolve) => {
    const worker = new Worker(thread, { workerData: input, stdout: true, stderr: true })
    worker.once('message', (answer: EditedModel) => {
      resolve(answer)
      void worker.terminate()
    })
    worker.once('error', (error) => {
      resolve({ problem: `the edited model can't be made: ${error.message.split('\n')[0] ?? ''}` })
    })
    worker.once('exit', () => {
      resolve({ problem: 'the edited model ends the process' })
    })
  })
}
