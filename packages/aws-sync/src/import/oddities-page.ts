import { visibleText } from '@rolewright/core'
import type { Oddity } from './oddity.ts'

const SECTIONS: readonly (readonly [kind: Oddity['kind'], title: string])[] = [
  ['left-out', 'Not in the model, and still in the account'],
  ['changes', 'Written, and otherwise once it is adopted'],
  ['told', 'Good to know'],
]

/** What an import left out or tells, as a Markdown page to keep beside the roles; whatever names hold is shown, and means nothing. */
export function odditiesPage(
  oddities: readonly Oddity[],
  given: { readonly accountId: string; readonly now: Date },
): string {
  const sections = SECTIONS.flatMap(([kind, title]) => {
    const lines = oddities
      .filter((oddity) => oddity.kind === kind)
      .map(({ subject, message }) => `- ${plain(subject)}: ${plain(message)}`)
    return lines.length === 0 ? [] : [`## ${title}\n\n${lines.join('\n')}`]
  })
  const head = `# Imported from the AWS account ${given.accountId} on ${given.now.toISOString().slice(0, 10)}`
  return `${[head, ...(sections.length === 0 ? ['Everything in the account is in the model.'] : sections)].join('\n\n')}\n`
}

/** Text that Markdown shows as it is. */
function plain(text: string): string {
  return visibleText(text)
    .replaceAll(/[\\*_{}[\]<>#|~!&]/g, String.raw`\$&`)
    .replaceAll(/`/g, '’')
}
