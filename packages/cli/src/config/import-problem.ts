import { readdirSync } from 'node:fs'
import { basename, dirname, extname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inspect } from 'node:util'
import { nearest, RolewrightError } from '@rolewright/core'
import { problemOf } from '../frame/problem.ts'

/**
 * Why a config file could not be loaded, for its author: the file and line to look at, and how to mend it.
 *
 * What the model itself says is wrong comes back with its findings; everything else is a file that is missing, can't be parsed, or
 * threw.
 */
export function importProblem(error: unknown, config: string): Error {
  const place = placeIn(error, config)
  if (error instanceof Error && 'findings' in error) return withPlace(error, place)
  if (!(error instanceof Error)) {
    return failed({
      message: `the config throws \`${inspect(error, { breakLength: Infinity }).split('\n')[0]}\``,
      place: config,
      cause: error,
    })
  }
  if (code(error) === 'ERR_MODULE_NOT_FOUND') return missingModule(error, config)
  if (error instanceof SyntaxError) return syntaxProblem(error, place)
  const named = problemOf(error)
  if (named.unexpected === undefined && named.code !== 'file-unusable') {
    return new RolewrightError({
      code: named.code,
      message: named.message,
      path: named.path ?? place,
      cause: error,
      ...(named.hint === undefined ? {} : { hint: named.hint }),
    })
  }
  const message = error.message.split('\n')[0] ?? ''
  if (error instanceof ReferenceError && message.endsWith('before initialization')) {
    return new RolewrightError({
      code: 'config-throws',
      message: `the config throws ${error.name}: ${lowerFirst(message)}`,
      path: place,
      hint: 'it is used before it is defined: mostly two files import each other, so move what both need into a third',
      cause: error,
    })
  }
  return failed({ message: `the config throws ${error.name}: ${message}`, place, cause: error })
}

function failed(given: { message: string; place: string; cause: unknown }): RolewrightError {
  return new RolewrightError({
    code: 'config-throws',
    message: given.message,
    path: given.place,
    hint: 'mend what stands there; ROLEWRIGHT_DEBUG=1 shows the whole trace',
    cause: given.cause,
  })
}

/** An error with findings, with the line that called `defineModel` where the error has no place of its own. */
function withPlace(error: Error, place: string): Error {
  if ('path' in error && typeof error.path === 'string') return error
  return Object.defineProperty(error, 'path', { value: place })
}

function syntaxProblem(error: SyntaxError, place: string): RolewrightError {
  const missing = /requested module '(.+)' does not provide an export named '(.+)'/.exec(error.message)
  if (missing !== null) {
    const [, module = '', name = ''] = missing
    return new RolewrightError({
      code: 'config-import',
      message: `\`${module}\` does not export \`${name}\``,
      path: place,
      hint: `check the spelling, or export it there; a type needs \`import type { ${name} }\``,
      cause: error,
    })
  }
  const json = /^(.+\.json): (.+)$/.exec(error.message.split('\n')[0] ?? '')
  if (json !== null) {
    return new RolewrightError({
      code: 'config-import',
      message: `the file is not valid JSON: ${lowerFirst(json[2] ?? '')}`,
      path: json[1] ?? place,
      hint: 'mend the line',
      cause: error,
    })
  }
  if (/^(Cannot use import statement outside a module|Unexpected token 'export')/.test(error.message)) {
    return new RolewrightError({
      code: 'config-import',
      message: 'Node takes the file for CommonJS',
      path: place,
      hint: 'write `"type": "module"` into the nearest `package.json` (`npm pkg set type=module`)',
      cause: error,
    })
  }
  const unsupported = code(error) === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
  return new RolewrightError({
    code: 'config-syntax',
    message: `the file is not valid TypeScript: ${lowerFirst(error.message.split('\n')[0] ?? '')}`,
    path: place,
    hint: unsupported
      ? 'Node only strips types: write a union or a plain object where an enum, a namespace or a parameter property stands'
      : 'mend the line',
    cause: error,
  })
}

function missingModule(error: Error, config: string): RolewrightError {
  const found = /Cannot find (module|package) '(.+)' imported from (.+)$/.exec(error.message.split('\n')[0] ?? '')
  const [, kind, target = '', importer = config] = found ?? []
  const from = importer.startsWith('file:') ? fileURLToPath(importer) : importer
  if (kind === 'package') {
    return new RolewrightError({
      code: 'config-import',
      message: `the package \`${target}\` is not installed`,
      path: from,
      hint: `install it (\`npm install ${target}\`), or check the spelling of the import`,
      cause: error,
    })
  }
  const file = target.startsWith('file:') ? fileURLToPath(target) : target
  return new RolewrightError({
    code: 'config-import',
    message: `\`${shortPath(file, dirname(from))}\` is imported, but there is no such file`,
    path: from,
    hint: likelyFile(file, dirname(from)),
    cause: error,
  })
}

function likelyFile(file: string, from: string): string {
  let names: readonly string[] = []
  try {
    names = readdirSync(dirname(file))
  } catch {
    return 'check the folder in the import'
  }
  const typescript = `${basename(file, extname(file))}.ts`
  const likely = names.includes(typescript) ? typescript : nearest(basename(file), names)
  return likely === undefined
    ? 'check the spelling of the import; it needs the ending `.ts`'
    : `did you mean \`${shortPath(join(dirname(file), likely), from)}\`?`
}

function shortPath(file: string, from: string): string {
  const path = relative(from, file)
  return path.startsWith('.') ? path : `./${path}`
}

/** The first place in a stack that the author wrote: `file:line`; the config file where there is none. */
function placeIn(error: unknown, config: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  const [first = ''] = stack.split('\n')
  // A syntax error's stack begins with its place.
  const head = /^(?:file:\/\/)?(\/.+|[A-Za-z]:.+):(\d+)$/.exec(first)
  if (head !== null) return `${head[1]}:${head[2]}`
  for (const line of stack.split('\n')) {
    const frame = /(file:\/\/[^\s)]+?):(\d+)(?::\d+)?\)?$/.exec(line)
    if (frame?.[1] === undefined) continue
    const file = fileURLToPath(frame[1])
    if (!isOurs(file) && !file.includes('/node_modules/')) return `${file}:${frame[2]}`
  }
  return config
}

const CORE = dirname(fileURLToPath(import.meta.resolve('@rolewright/core')))
const CLI = dirname(dirname(fileURLToPath(import.meta.url)))

function isOurs(file: string): boolean {
  return [CORE, CLI].some((folder) => file.startsWith(`${folder}/`))
}

function code(error: Error): unknown {
  return 'code' in error ? error.code : undefined
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
