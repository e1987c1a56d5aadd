import type { CommanderError } from 'commander'
import type { Problem } from './problem.ts'

/** A command line that can't be understood, as a problem: commander's message taken apart into what and how to mend. */
export function usageProblem(error: CommanderError): Problem {
  const [first = '', ...rest] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = /\(Did you mean (.+)\?\)/.exec(rest.join(' '))?.[1]
  return {
    code: codes[error.code] ?? 'usage',
    message: first.replaceAll(/'([^']*)'/g, '`$1`').replace(/\.$/, ''),
    hint:
      suggestion === undefined
        ? 'see `rolewright --help`, or `--help` of the command'
        : `did you mean ${quoted(suggestion)}?`,
  }
}

const codes: Readonly<Record<string, string>> = {
  'commander.unknownCommand': 'unknown-command',
  'commander.unknownOption': 'unknown-option',
  'commander.missingArgument': 'missing-argument',
  'commander.optionMissingArgument': 'missing-argument',
  'commander.missingMandatoryOptionValue': 'missing-option',
  'commander.excessArguments': 'too-many-arguments',
  'commander.invalidArgument': 'invalid-argument',
}

/** `one of a, b` becomes `` `a` or `b` ``. */
function quoted(suggestion: string): string {
  return suggestion
    .replace(/^one of /, '')
    .split(', ')
    .map((word) => `\`${word}\``)
    .join(' or ')
}
