import { nearest, RolewrightError } from '@rolewright/core'
import type { Command } from 'commander'

/**
 * Refuses a misspelt command of a group whose default would take it for an argument: `audit verfy` is not `audit log verfy`.
 *
 * Call it on the default command; `group` has all of them.
 */
export function suggestSubcommand(group: Command, standing: Command): void {
  standing.allowExcessArguments().hook('preAction', (_, running) => {
    const [word] = running.args
    if (word === undefined) return
    const names = group.commands.map((command) => command.name())
    const spelling = nearest(word, names)
    throw new RolewrightError({
      code: 'unknown-command',
      message: `unknown command \`${group.name()} ${word}\``,
      hint:
        spelling === undefined
          ? `its commands are ${names.map((name) => `\`${name}\``).join(', ')}`
          : `did you mean \`${spelling}\`?`,
    })
  })
}
