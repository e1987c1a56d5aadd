import { existsSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/**
 * Loads a Starlight plugin that is published as TypeScript for bundlers: Node needs its types taken out and its imports completed.
 * Only in the workspace, where these plugins and the compiler are; what the package gives is the caller's to know.
 */
export async function loadPlugin<Module>(name: string): Promise<Module> {
  const { default: typescript } = await import('typescript')
  const inside = (url: string | undefined): boolean => url?.includes(`/node_modules/${name}/`) === true
  const strip = (file: string): string =>
    typescript.transpileModule(readFileSync(file, 'utf8'), {
      compilerOptions: { module: typescript.ModuleKind.ESNext, target: typescript.ScriptTarget.ES2023 },
    }).outputText
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      inside(context.parentURL) && specifier.startsWith('.')
        ? next(completed(specifier, context.parentURL), context)
        : next(specifier, context),
    load: (url, context, next) =>
      inside(url) && url.endsWith('.ts')
        ? { format: 'module', source: strip(fileURLToPath(url)), shortCircuit: true }
        : next(url, context),
  })
  try {
    return await import(name)
  } finally {
    hooks.deregister()
  }
}

/** As bundlers do it: `./x` is `./x.ts`, or `./x/index.ts` where that is a folder. */
function completed(specifier: string, parent: string | undefined): string {
  const file = `${specifier}.ts`
  return existsSync(new URL(file, parent)) ? file : `${specifier}/index.ts`
}
