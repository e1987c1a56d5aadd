import { registerHooks } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { type AccountState, compile } from '@rolewright/core'
import type { EditedModel, EditedModelInput } from './edited-model.ts'
import { loadConfig } from './load-config.ts'

// What `editedModel` starts: a thread has modules of its own, so that the files are read again.
const { configFile, texts, awsManaged, now }: EditedModelInput = workerData

registerHooks({
  load: (url, context, next) => {
    const text = texts.get(url)
    const loaded = next(url, context)
    return text === undefined ? loaded : { ...loaded, source: text }
  },
})

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function answer(): Promise<EditedModel> {
  try {
    const { model, path } = await loadConfig(configFile)
    const accounts = new Map<string, AccountState>()
    const problems = new Map<string, string>()
    for (const account of model.accounts) {
      try {
        const { state } = compile(model, account, { now, awsManaged, ...(path === undefined ? {} : { path }) })
        accounts.set(account.accountId, state)
      } catch (error) {
        problems.set(account.accountId, textOf(error))
      }
    }
    return { accounts, problems }
  } catch (error) {
    return { problem: `the model would be wrong: ${textOf(error)}` }
  }
}

// A thread has no origin.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
parentPort?.postMessage(await answer())
