import { expect, test } from 'vitest'
import { codes as registered } from '../../diagnostic/codes.ts'
import { parsePolicy } from './parse-policy.ts'
import { PolicyError } from '../policy-error.ts'
import { printPolicy } from '../print/print-policy.ts'

const inputs = 1_000_000

test(`takes ${inputs.toLocaleString('en')} broken inputs without anything but a PolicyError`, () => {
  const dice = new Dice(20_261_122)
  const counts = { parsed: 0, refused: 0 }
  const codes = new Set<string>()
  for (let index = 0; index < inputs; index++) {
    const input = anyInput(dice)
    try {
      const document = parsePolicy(input)
      counts.parsed++
      const text = printPolicy(document)
      if (printPolicy(parsePolicy(text)) !== text) throw new Error(`printed otherwise: ${text}`)
    } catch (error) {
      if (!(error instanceof PolicyError)) throw new Error(`broke on ${describeInput(input)}`, { cause: error })
      counts.refused++
      codes.add(error.code)
      if (!isTold(error, input)) throw new Error(`says too little of ${describeInput(input)}`, { cause: error })
    }
  }
  // Without both kinds, and most codes, the inputs would not be worth the time.
  expect(counts.parsed).toBeGreaterThan(inputs / 100)
  expect(counts.refused).toBeGreaterThan(inputs / 10)
  expect(codes.size).toBeGreaterThan(20)
})

function isTold({ code, message, hint, path, line, column }: PolicyError, input: unknown): boolean {
  const placed = typeof input !== 'string' || (line !== undefined && column !== undefined && line > 0 && column > 0)
  return (
    Object.hasOwn(registered, code) &&
    /^[^\n]+$/.test(message) &&
    hint !== undefined &&
    path?.startsWith('$') === true &&
    placed
  )
}

function describeInput(input: unknown): string {
  return JSON.stringify(input) ?? typeof input
}

/** The same throws for the same seed, so that a failure can be seen again. */
class Dice {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  /** A whole number from 0 to below `sides`. */
  roll(sides: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides)
  }

  pick<T>(from: readonly T[]): T {
    const picked = from[this.roll(from.length)]
    if (picked === undefined) throw new Error('nothing to pick from')
    return picked
  }
}

const sound = [
  '{"Version":"2012-10-17","Statement":[{"Sid":"A1","Effect":"Allow","Action":["s3:GetObject","s3:List*"],"Resource":"arn:aws:s3:::bills/*"}]}',
  '{"Statement":{"Effect":"Deny","NotAction":"iam:*","NotResource":["*"],"Condition":{"Bool":{"aws:MultiFactorAuthPresent":false}}}}',
  '{"Id":"x","Statement":[{"Effect":"Allow","Principal":{"AWS":["*"],"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}',
  '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"ForAllValues:StringLike":{"aws:TagKeys":["a","b?"]},"NumericLessThan":{"s3:max-keys":1.50}}},{"Sid":"B","Effect":"Deny","Action":"ec2:Run*","Resource":"arn:aws:ec2:*:*:instance/${aws:username}"}]}',
]
const pieces = [
  ...Array.from('{}[]:,"\\/ \n\t\0eE+-.0179aZ*?$%é\ud83d\ude00\ufeff\u2028'),
  '"Statement"',
  '"Effect"',
  '"Allow"',
  '"Action":',
  '"__proto__"',
  '"constructor"',
  'null',
  'true',
  'false',
  '1e999',
  String.raw`\u0041`,
  String.raw`\ud800`,
  '%7B',
  '[[[[[[[[',
  '{"a":',
  '//',
  '🙂',
]
const words = [
  'Version',
  'Id',
  'Statement',
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
  'Allow',
  'Deny',
  '2012-10-17',
  '*',
  's3:Get*',
  'arn:aws:s3:::a',
  'StringEquals',
  'Bool',
  'aws:username',
  'AWS',
  '__proto__',
  'statement',
  '',
]

function anyInput(dice: Dice): unknown {
  const kind = dice.roll(10)
  if (kind < 5) return damaged(dice)
  if (kind < 6) return Array.from({ length: dice.roll(30) }, () => dice.pick(pieces)).join('')
  const value = kind < 8 ? almostPolicy(dice) : anyValue(dice, 4)
  return dice.roll(2) === 0 ? value : JSON.stringify(value)
}

function damaged(dice: Dice): string {
  let text = dice.pick(sound)
  for (let times = dice.roll(4); times >= 0; times--) {
    const at = dice.roll(text.length + 1)
    const end = at + dice.roll(6)
    const middle = dice.pick(['', dice.pick(pieces), text.slice(at, end).repeat(2), dice.pick(sound).slice(at, end)])
    text = text.slice(0, at) + middle + text.slice(dice.roll(3) === 0 ? at : end)
  }
  return text
}

/** A document with right elements and mostly wrong values. */
function almostPolicy(dice: Dice): unknown {
  const statement = (): unknown => ({
    Effect: dice.pick<unknown>(['Allow', 'Deny', 'allow', 1]),
    [dice.pick(['Action', 'Action', 'NotAction', 'action'])]: dice.pick<unknown>([
      '*',
      's3:*',
      ['s3:Get', 'a'],
      [],
      null,
    ]),
    [dice.pick(['Resource', 'NotResource', 'Principal'])]: dice.pick<unknown>([
      '*',
      'arn:aws:s3:::a',
      { AWS: '*' },
      'x',
    ]),
    ...(dice.roll(2) === 0 ? {} : { Condition: { [dice.pick(words)]: { [dice.pick(words)]: anyValue(dice, 1) } } }),
    ...(dice.roll(2) === 0 ? {} : { Sid: dice.pick<unknown>(['A', 'A', 'a b', 1]) }),
  })
  return { Statement: dice.roll(3) === 0 ? statement() : Array.from({ length: dice.roll(4) }, statement) }
}

function anyValue(dice: Dice, depth: number): unknown {
  const kind = dice.roll(depth > 0 ? 9 : 6)
  if (kind === 0) return dice.pick<unknown>([null, true, false])
  if (kind === 1) return dice.pick([0, -1, 1.5, 1e21, Number.NaN, Infinity, -0])
  if (kind < 6) return dice.pick(words)
  if (kind === 6) return Array.from({ length: dice.roll(4) }, () => anyValue(dice, depth - 1))
  const entries = Array.from({ length: dice.roll(4) }, () => [dice.pick(words), anyValue(dice, depth - 1)] as const)
  return Object.fromEntries(entries)
}
