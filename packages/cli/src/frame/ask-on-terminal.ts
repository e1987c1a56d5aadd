import { RolewrightError } from '@rolewright/core'
import type { Readable, Writable } from 'node:stream'

/** Asks a person more than yes or no. Ctrl-C throws code `interrupted`. */
export interface Asker {
  /** One of several answers. */
  readonly choose: <Value extends string>(
    question: string,
    choices: readonly { readonly value: Value; readonly label: string; readonly hint?: string }[],
  ) => Promise<Value>
  /** A line of text, asked again until `problem` has nothing to say about it. */
  readonly write: (question: string, problem: (text: string) => string | undefined) => Promise<string>
}

/** Asks on a terminal: answers come from `input`, questions go to `output`, so that stdout holds the result alone. */
export function askOnTerminal(
  streams: { readonly input: Readable; readonly output: Writable } = { input: process.stdin, output: process.stderr },
): Asker {
  return {
    choose: async (question, choices) => {
      const { isCancel, select } = await import('@clack/prompts')
      const answer = await select<string>({
        ...streams,
        message: question,
        options: choices.map((one) => ({ ...one })),
      })
      const chosen = choices.find(({ value }) => value === answer)
      if (isCancel(answer) || chosen === undefined) throw interrupted()
      return chosen.value
    },
    write: async (question, problem) => {
      const { isCancel, text } = await import('@clack/prompts')
      const answer = await text({ ...streams, message: question, validate: (value) => problem(value ?? '') })
      if (isCancel(answer)) throw interrupted()
      return answer
    },
  }
}

function interrupted(): RolewrightError {
  return new RolewrightError({
    code: 'interrupted',
    message: 'you asked to stop; what you answered before stays',
    hint: 'run it again to go on',
  })
}
