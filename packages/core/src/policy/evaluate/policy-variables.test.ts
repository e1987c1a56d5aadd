import { expect, test } from 'vitest'
import { parseTemplate } from './policy-variables.ts'

const pattern = (text: string): object => ({ kind: 'pattern', text })
const literal = (text: string): object => ({ kind: 'literal', text })
const variable = (key: string, fallback?: string): object => ({ kind: 'variable', key, fallback })

test.each<[text: string, pieces: object[] | undefined]>([
  ['plain*', undefined],
  ['', undefined],
  ['${aws:username}', [variable('aws:username')]],
  ['a/${AWS:UserName}/*', [pattern('a/'), variable('aws:username'), pattern('/*')]],
  ['${ aws:PrincipalTag/cost center }', [variable('aws:principaltag/cost center')]],
  ["${aws:PrincipalTag/team, 'all {hands}'}x", [variable('aws:principaltag/team', 'all {hands}'), pattern('x')]],
  ["${a:b,''}${a:c}", [variable('a:b', ''), variable('a:c')]],
  ['${*}${?}${$}', [literal('*'), literal('?'), literal('$')]],
  ['${$}{a}', [literal('$'), pattern('{a}')]],
  ['${', undefined],
  ['${}', undefined],
  ['${ }', undefined],
  ['${a', undefined],
  ['${a:b, c}', undefined],
  ["${a:b, 'c}", undefined],
  ['$a{b}', undefined],
  ['${${a:b}', [pattern('${'), variable('a:b')]],
  ["${a:b, '${c:d}'}", [variable('a:b', '${c:d}')]],
])('%s', (text, pieces) => {
  expect(parseTemplate(text)).toEqual(pieces)
})

test('takes time in proportion to the text, whatever is written', () => {
  const start = performance.now()
  for (const text of [
    `\${a${' '.repeat(1_000_000)}`,
    '${'.repeat(500_000),
    `${'${a'.repeat(300_000)}}`,
    `\${a, '${"'".repeat(900_000)}`,
  ]) {
    parseTemplate(text)
  }
  expect(performance.now() - start).toBeLessThan(2000)
})
