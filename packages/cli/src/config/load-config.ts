import { pathToFileURL } from 'node:url'
import type { Config } from '@rolewright/core'
import { checkConfig } from './check-config.ts'
import { importProblem } from './import-problem.ts'

/**
 * Loads a config file with Node's own type stripping.
 *
 * @throws {RolewrightError} whatever is wrong with it, with the file and line to look at; a model's findings as they are.
 */
export async function loadConfig(file: string): Promise<Config> {
  let module: unknown
  try {
    module = await import(pathToFileURL(file).href)
  } catch (error) {
    throw importProblem(error, file)
  }
  return checkConfig(module, file)
}
