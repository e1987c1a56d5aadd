/**
 * The reference pages that are made from the code: which of AWS's policy checks are covered, and which escalation paths are known.
 * `node packages/core/scripts/generate-reference-pages.ts` writes them; a test keeps them up to date.
 */
import type { CodeEntry } from '../src/diagnostic/code-entry.ts'
import { accountCodes } from '../src/diagnostic/account-codes.ts'
import { commandCodes } from '../src/diagnostic/command-codes.ts'
import { modelCodes } from '../src/diagnostic/model-codes.ts'
import { peopleCodes } from '../src/diagnostic/people-codes.ts'
import { policyCodes } from '../src/diagnostic/policy-codes.ts'
import { syncCodes } from '../src/diagnostic/sync-codes.ts'
import { z } from 'zod'
import { planShape } from '../src/plan/plan-shape.ts'
import { catalogDate } from '../src/catalog/index.ts'
import type { EscalationCategory, EscalationPath } from '../src/policy/escalation/escalation-path.ts'
import { escalationPaths } from '../src/policy/escalation/escalation-paths.ts'
import { type CoveredCode, coveredChecks, type FindingType } from '../src/policy/lint/covered-checks.ts'
import { uncoveredChecks } from '../src/policy/lint/uncovered-checks.ts'

import { baselinePage } from './baseline-page.ts'
import { checksPages } from './checks-page.ts'

/** A page and where it lies, from the root of the repository. */
export interface ReferencePage {
  readonly path: string
  readonly text: string
}

/** All pages. */
export function referencePages(): readonly ReferencePage[] {
  return [
    { path: 'docs/reference/policy-checks.md', text: policyChecksPage() },
    { path: 'docs/reference/escalations.md', text: escalationsPage() },
    { path: 'docs/reference/codes.md', text: codesPage() },
    { path: 'docs/reference/plan.schema.json', text: planSchemaText() },
    ...checksPages(),
    baselinePage(),
  ]
}

/** What `rolewright plan --out` writes, for whoever reads it in another language. */
function planSchemaText(): string {
  const schema = z.toJSONSchema(planShape(), { io: 'input', reused: 'ref' })
  const about = {
    title: 'A plan of rolewright, version 1',
    description:
      'What `rolewright plan --out` writes and `rolewright apply` takes; under `plan` in what `rolewright plan --json` prints. A change that readers would notice gets another version.',
  }
  return `${JSON.stringify({ ...about, ...schema }, null, 2)}\n`
}

const note = '<!-- Made by packages/core/scripts/generate-reference-pages.ts: change the code, not this page. -->'

const types: readonly (readonly [FindingType, string, string])[] = [
  ['ERROR', 'Errors', 'A part of the policy does not work. `severity` is `error`.'],
  ['SECURITY_WARNING', 'Security warnings', 'The policy allows more than is likely meant. `severity` is `warning`.'],
  ['WARNING', 'Warnings', 'The policy works, but not as good practice has it. `severity` is `warning`.'],
  ['SUGGESTION', 'Suggestions', 'The policy could say the same better. `severity` is `info`.'],
]

function isCovered(code: string): code is CoveredCode {
  return Object.hasOwn(coveredChecks, code)
}

/** Cells hold `|` only in code, where a table would still split at it. */
function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`
}

function sentence(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}

function policyChecksPage(): string {
  const codes = Object.keys(coveredChecks).filter((code) => isCovered(code))
  const uncovered = Object.entries(uncoveredChecks)
  const lines = [
    '---',
    'title: Policy checks',
    'description: The issue codes of AWS that lintPolicy reports, and those that it does not',
    '---',
    '',
    note,
    '',
    '`lintPolicy` reports what the ValidatePolicy call of IAM Access Analyzer would report, as far as that can be known without an account, under',
    "the issue codes and finding types of AWS's",
    '[policy check reference](https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html). What exists, such as',
    `actions, condition keys and forms of ARNs, is what the catalogue of ${catalogDate} knows. The descriptions are our own.`,
    '',
    `Covered are ${codes.length} codes; ${uncovered.length} are not, for the reasons at the end of this page.`,
    '',
  ]
  for (const [type, title, meaning] of types) {
    lines.push(`## ${title}`, '', meaning, '', row('code', 'what it finds', 'what to do'), row('---', '---', '---'))
    for (const code of codes) {
      const { type: own, finds, mend } = coveredChecks[code]
      if (own === type) lines.push(row(`\`${code}\``, finds, sentence(mend)))
    }
    lines.push('')
  }
  lines.push('## Not covered', '', row('code', 'type', 'why'), row('---', '---', '---'))
  for (const [code, { type, why }] of uncovered) lines.push(row(`\`${code}\``, `\`${type}\``, sentence(why)))
  return `${lines.join('\n')}\n`
}

const categories: readonly (readonly [EscalationCategory, string, string])[] = [
  ['self', 'Changing what one may do', 'Somebody gives their own principal more rights.'],
  ['principal', 'Becoming somebody else', 'Somebody takes over a user or a role that may do more.'],
  [
    'new-use-of-role',
    'Handing a role to a service',
    'Somebody passes a role to something new that then works for them with the rights of that role.',
  ],
  [
    'existing-use-of-role',
    'Steering what has a role',
    'Somebody changes what already works with a role, so that no role need be passed.',
  ],
]

function escalationsPage(): string {
  const listed = escalationPaths().filter(({ id }) => !id.startsWith('other-')).length
  const lines = [
    '---',
    'title: Escalation paths',
    'description: The ways to escalate privileges that findEscalations looks for',
    '---',
    '',
    note,
    '',
    '`findEscalations` takes all policies of one principal together, with its permissions boundary, and looks for the publicly known ways to come to',
    `more than was granted: ${escalationPaths().length} paths, ${listed} of them under their ids in the`,
    '[pathfinding.cloud](https://pathfinding.cloud) catalogue, whose facts they are; titles and descriptions are our own.',
    '',
    '## How it decides',
    '',
    '- A step is open when an Allow covers its action on a resource of the kind that the action acts on, no Deny surely applies, and every boundary allows it too.',
    '  Actions in one line of the tables below must be allowed on one and the same resource.',
    '- Conditions are read twice: as if those of an Allow held and those of a Deny did not, and the other way round. What is open both ways is open; what is open only',
    '  the first way makes the path `conditional`, and the `limits` of the step name the conditions.',
    '- `iam:PassedToService` is decided, since a path knows the service: a role that can be passed to EC2 alone opens no path through Lambda.',
    '- A step that is allowed on named resources only, such as passing two roles, makes the path `conditional` and names them. All resources of an account or a Region',
    '  count as all resources.',
    "- Acting on oneself by `${aws:username}` is no escalation where it gains nothing, such as one's own access keys.",
    '- The account is not looked at: whether a stronger role exists, and whom it trusts, stands under "needs". Service and resource control policies, session policies',
    '  and policies of resources are not read.',
    '',
  ]
  for (const [category, title, meaning] of categories) {
    lines.push(`## ${title}`, '', meaning, '', row('path', 'what is done', 'actions', 'gains', 'needs'))
    lines.push(row('---', '---', '---', '---', '---'))
    for (const path of escalationPaths()) if (path.category === category) lines.push(pathRow(path))
    lines.push('')
  }
  return `${lines.join('\n').trimEnd()}\n`
}

function pathRow({ id, title, steps, gains, needs }: EscalationPath): string {
  const actions = steps.map(({ actions: names, passedTo }) => {
    const together = names.map((name) => `\`${name}\``).join(' and ')
    const services = passedTo?.map((name) => `\`${name}\``).join(' or ')
    return services === undefined ? together : `${together} to ${services}`
  })
  return row(`\`${id}\``, title, actions.join('<br>'), sentence(gains), sentence(needs))
}

const parts: readonly (readonly [title: string, codes: Readonly<Record<string, CodeEntry>>])[] = [
  ['Reading and deciding about policies', policyCodes],
  ['Defining and compiling a model', modelCodes],
  ['Reading, changing and reviewing an account', syncCodes],
  ['People and their credentials', peopleCodes],
  ['Settings of an account, and CloudHSM', accountCodes],
  ['The command and the site', commandCodes],
]

function codesPage(): string {
  const lines = [
    '---',
    'title: Error codes',
    'description: Every code that an error of Rolewright carries, what it means, and how to mend it',
    '---',
    '',
    note,
    '',
    'An error has a `code` that stays the same, a `message` for a person, and a `hint` with the next thing to do; `--json` prints all three. The codes of',
    'findings stand elsewhere: those of `check` under [checks](./checks.md), those of AWS under [policy checks](./policy-checks.md).',
    '',
  ]
  for (const [title, codes] of parts) {
    lines.push(
      `## ${title}`,
      '',
      row('code', 'what happened', 'for example', 'what to do'),
      row('---', '---', '---', '---'),
    )
    for (const code of Object.keys(codes).toSorted((a, b) => (a < b ? -1 : 1))) {
      const entry = codes[code]
      if (entry !== undefined) lines.push(row(`\`${code}\``, entry.says, entry.example, entry.mend))
    }
    lines.push('')
  }
  return `${lines.join('\n').trimEnd()}\n`
}
