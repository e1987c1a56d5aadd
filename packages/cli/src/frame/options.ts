import type { Command } from 'commander'

/** The options that every command takes. */
export function withCommonOptions(command: Command): Command {
  return command
    .option('--config <file>', 'the config file (default: rolewright.config.ts here or in a folder above)')
    .option('--account <id>', 'the account meant, by its id in the model; needed where there are several')
    .option('--json', 'print one JSON document on stdout, and all else on stderr')
    .option('-y, --yes', 'do not ask')
}

/** Where the account comes from, for commands that change it. */
export function withAccountSource(command: Command): Command {
  return command.option(
    '--sandbox [file]',
    'use an embedded account, kept in the file (without one: empty and forgotten), instead of AWS',
  )
}

/** Where the account comes from, for commands that only read it. */
export function withReadableSource(command: Command): Command {
  return withAccountSource(command).option(
    '--from-file <json>',
    'read the account from the JSON of `aws iam get-account-authorization-details`',
  )
}

/** Where the account comes from, for commands that explain: the model itself unless something is named. */
export function withExplainedSource(command: Command): Command {
  return withReadableSource(command)
    .option(
      '--source <folder>',
      'where the roles are written, to name file and line (default: roles beside the config)',
    )
    .option('--live', 'read the account that the SDK’s configuration names, instead of the model')
}
