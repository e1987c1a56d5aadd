import type { JsonValue } from '@rolewright/core'
import { countField, field, listField, textField } from './entry-fields.ts'

/** What the commands about an account's own settings and CloudHSM did, in a sentence. */
export function accountSummary(kind: 'baseline' | 'bootstrap' | 'cloudhsm' | 'mended', data: JsonValue): string {
  switch (kind) {
    case 'baseline': {
      const percent = countField(field(data, 'score'), 'percent')
      const failed = listField(data, 'results').filter((result) => textField(result, 'status') === 'failed').length
      return `Held against best practices: ${percent === undefined ? 'no score' : `${percent} of 100`}, ${checks(failed)} failed`
    }
    case 'mended':
      return `Mended \`${textField(data, 'check')}\` in ${calls(countField(data, 'calls') ?? 0)}`
    case 'bootstrap':
      return `Steps ${steps(data, 'done')} of the account’s set-up done; left for a person: ${steps(data, 'left')}`
    case 'cloudhsm':
      return cloudHsm(data)
    default:
      return kind satisfies never
  }
}

function cloudHsm(data: JsonValue): string {
  switch (textField(data, 'did')) {
    case 'enable':
      return field(data, 'created') === true
        ? 'Made the service-linked role of CloudHSM'
        : 'The service-linked role of CloudHSM was there'
    case 'disable': {
      const clusters = listField(data, 'clusters').length
      const role = field(data, 'role') === true ? 'the role is gone' : 'the role stays'
      return `Deleted ${clusters} CloudHSM cluster${clusters === 1 ? '' : 's'}; ${role}`
    }
    default: {
      const clusters = listField(field(data, 'status'), 'clusters').length
      return `Looked at CloudHSM: ${clusters} cluster${clusters === 1 ? '' : 's'}`
    }
  }
}

const checks = (count: number): string => `${count} check${count === 1 ? '' : 's'}`
const calls = (count: number): string => `${count} call${count === 1 ? '' : 's'}`

function steps(data: JsonValue, name: string): string {
  const numbers = listField(data, name).filter((one) => typeof one === 'number')
  return numbers.length === 0 ? 'none' : numbers.join(', ')
}
