import { readdirSync, readFileSync } from 'node:fs'
import { runInThisContext } from 'node:vm'
import { expect, test } from 'vitest'
import * as core from './index.ts'

const source = new URL('./', import.meta.url)

interface Example {
  readonly file: string
  /** All that comes before, without what it says of itself. */
  readonly before: string
  readonly expression: string
  readonly says: string
}

/** Each `expression // value` of an `@example`, the value on the same line or the lines below. */
function examplesIn(file: string): readonly Example[] {
  const text = readFileSync(new URL(file, source), 'utf8')
  return [...text.matchAll(/@example\n \* ```ts\n([^]*?) \* ```/g)].flatMap(([, block = '']) => {
    const found: Example[] = []
    let [before, code, says] = ['', '', '']
    const end = (): void => {
      // What is declared on the way to an expression comes before it.
      const at = code.startsWith('const ') ? code.trimEnd().lastIndexOf('\n') + 1 : 0
      const expression = code.slice(at).trim()
      if (says !== '' && !expression.startsWith('const '))
        found.push({
          file,
          before: `${before}${code.slice(0, at)}`,
          expression,
          says: says.replace(/^(true|false): .*/, '$1'),
        })
      if (says !== '') [before, code, says] = [`${before}${code};`, '', '']
    }
    for (const line of block.split('\n').map((one) => one.slice(3))) {
      const [, written = '', comment] = /^(.*?)(?:(?:^|\s)\/\/ (.*))?$/.exec(line) ?? []
      if (written.trim() !== '' && says !== '') end()
      code += `${written}\n`
      if (comment !== undefined) says += `${comment} `
    }
    end()
    return found
  })
}

const examples = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !/\.(?:test|testing|generated)\.ts$/.test(name))
  .flatMap(examplesIn)
  // Functions that are not exported show themselves to whoever reads them, and say so by their own tests.
  .filter(({ expression }) =>
    Object.keys(core).some((name) => expression.includes(`${name}(`) || expression.includes(`${name}.`)),
  )

function valueOf(code: string): unknown {
  return runInThisContext(`(scope) => { with (scope) { ${code} } }`)(core)
}

test('there are examples of what gives a value', () => {
  expect(new Set(examples.map(({ expression }) => expression)).size).toBeGreaterThan(15)
})

test.each(examples)('$file: $expression', ({ before, expression, says }) => {
  const value: unknown = valueOf(`${before} return (${expression})`)
  const said: unknown = valueOf(`return (${says})`)
  expect(value).toEqual(typeof value === 'string' && typeof said === 'object' ? JSON.stringify(said) : said)
})
