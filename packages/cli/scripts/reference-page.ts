import type { Command, Option } from 'commander'

const COMMON = new Set(['--config', '--account', '--json', '--yes'])

/** The reference page of the command line as Markdown, from the command line itself. */
export function referencePage(program: Command): string {
  return `---
title: The command
description: Every command of rolewright with its options, where the account comes from, and what the exit codes mean.
---

<!-- Made by packages/cli/scripts/generate-reference-page.ts: change the code, not this page. -->

\`rolewright\` finds \`rolewright.config.ts\` in the current folder or one above, and loads it with Node's own type stripping.

## Where the account comes from

- Without more: the configuration of the AWS SDK, as for the AWS CLI: profiles, environment, single sign-on, \`AWS_ENDPOINT_URL\`. The
  account that answers must be the one meant, or nothing is read or changed.
- \`--sandbox account.json\`: an embedded account kept in that file, on its own clock; without a file it is empty and forgotten at the end.
- \`--from-file details.json\`: what \`aws iam get-account-authorization-details\` printed; only to read.

## What every command takes

${table(program.commands.flatMap(leaves)[0]?.options.filter((option) => COMMON.has(option.long ?? '')) ?? [])}

With \`--json\`, stdout holds one JSON document and nothing else. A failure prints \`error\`, what, where and how to mend it on stderr, and with
\`--json\` also \`{ "error": … }\`. \`NO_COLOR\` turns colours off; \`ROLEWRIGHT_DEBUG=1\` adds traces.

## Exit codes

| code | means |
| --- | --- |
| 0 | done |
| 1 | failed, or findings of severity error |
| 2 | there are changes: always with \`drift\`, elsewhere with \`--exit-code\` |

${program.commands.flatMap(leaves).map(section).join('\n')}`
}

function leaves(command: Command): readonly Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(leaves)
}

function section(command: Command): string {
  const options = command.options.filter((option) => !COMMON.has(option.long ?? ''))
  const given = command.registeredArguments.map(
    (argument) =>
      `- \`${argument.required ? `<${argument.name()}>` : `[${argument.name()}]`}\`: ${escape(argument.description)}`,
  )
  return [
    `## ${pathOf(command)}\n`,
    `${escape(command.description().replaceAll('\n', ' '))}\n`,
    ...(given.length === 0 ? [] : [`${given.join('\n')}\n`]),
    ...(options.length === 0 ? [] : [`${table(options)}\n`]),
  ].join('\n')
}

/** The command with the groups it stands in: `review decide`. */
function pathOf(command: Command): string {
  const { parent } = command
  return parent === null || parent.parent === null ? command.name() : `${pathOf(parent)} ${command.name()}`
}

function table(options: readonly Option[]): string {
  const rows = options.map((option) => {
    const value =
      option.defaultValue === undefined || typeof option.defaultValue === 'boolean'
        ? ''
        : ` (${String(option.defaultValue)} unless given)`
    return `| \`${option.flags}\` | ${escape(option.description)}${value} |`
  })
  return ['| option | what it does |', '| --- | --- |', ...rows].join('\n')
}

/** A table's cell takes no bar, and angle brackets outside of code would be taken for HTML. */
function escape(text: string): string {
  return text
    .replaceAll('|', '\\|')
    .replaceAll(/(`[^`]*`)|[<>]/g, (found, code: string | undefined) => code ?? (found === '<' ? '&lt;' : '&gt;'))
}
