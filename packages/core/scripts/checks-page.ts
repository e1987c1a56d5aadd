import { rules } from '../src/check/rules.ts'
import type { Rule } from '../src/check/rule.ts'
import { credentialRules } from '../src/people/review-credentials.ts'

/** What `compile` and `defineModel` refuse, in the words of the page: they are not rules, since nothing can be suppressed about them. */
const refusals: readonly (readonly [code: string, title: string])[] = [
  ['RW-SHAPE', 'A definition has a property that it can’t have, lacks one, or holds something of another kind.'],
  ['RW-DUPLICATE-…', 'Two roles, groups, tasks, policies, people, users or accounts of one name.'],
  ['RW-UNKNOWN-ROLE, RW-UNKNOWN-ACCOUNT', 'Something points to a role or an account that the model does not have.'],
  ['RW-FOREIGN-ARN', 'An ARN in `foreign` or `adopted` that is of another account, or two there of one name.'],
  ['RW-DATES', 'A role that ends before it begins.'],
  ['RW-PARAMETERS', 'An account whose parameters the schema of the model refuses.'],
  ['RW-PARAMETER-MISSING', 'A `{{parameter}}` that an account does not give.'],
  [
    'RW-PARAMETER-UNSAFE',
    'A parameter that could mean more than itself: a wildcard, a variable, another segment of an ARN.',
  ],
  ['RW-TEMPLATE', 'Braces that are not a plain `{{parameter}}`.'],
  ['RW-AWS-MANAGED-UNPINNED', 'An AWS managed policy that `aws-managed.lock.json` does not hold.'],
  ['RW-QUOTA', 'A quota of IAM that packing can’t keep.'],
  ['RW-SUPPRESSION', 'A suppression that hides nothing, or whose date has come.'],
]

/** The words of a page. */
type Told = Pick<Rule, 'code' | 'severity' | 'title' | 'explanation' | 'mend'>

const note = '<!-- Made by packages/core/scripts/generate-reference-pages.ts: change the code, not this page. -->'

/** `docs/reference/checks/`: an overview, and a page for every rule of `check`. */
export function checksPages(): readonly { readonly path: string; readonly text: string }[] {
  return [
    { path: 'docs/reference/checks/index.md', text: overview() },
    ...rules.map((rule) => ({ path: `docs/reference/checks/${slug(rule)}.md`, text: page(rule) + suppressing(rule) })),
    ...credentialRules.map((rule) => ({ path: `docs/reference/checks/${slug(rule)}.md`, text: page(rule) })),
  ]
}

function overview(): string {
  return `---
title: Checks
description: What rolewright check looks for, why it matters, and how to mend it.
---

${note}

An \`error\` makes \`rolewright check\` exit with 1 and stops \`plan\` and \`apply\`; a \`warning\` wants a decision; \`info\` is advice. A finding
that you live with is hidden by \`suppress({ code, path, reason, until })\` in the model, until its date.

| code | severity | what |
| --- | --- | --- |
${rules.map((rule) => `| [${rule.code}](./${slug(rule)}/) | ${rule.severity} | ${rule.title} |`).join('\n')}

## What \`rolewright people review\` looks for

These are of an account's credentials, not of the model.

| code | severity | what |
| --- | --- | --- |
${credentialRules.map((rule) => `| [${rule.code}](./${slug(rule)}/) | ${rule.severity} | ${rule.title} |`).join('\n')}

## What a model is refused for

These are told by \`check\` too, and can't be suppressed.

| code | what |
| --- | --- |
${refusals.map(([code, what]) => `| \`${code}\` | ${what} |`).join('\n')}
`
}

function page(rule: Told): string {
  return `---
title: ${rule.code}
description: ${JSON.stringify(`${rule.title}.`)}
---

${note}

**${rule.severity}**: ${rule.title}.

${rule.explanation}

**Mend:** ${rule.mend}.
`
}

function suppressing(rule: Rule): string {
  return `
To live with it for a time, with a reason:

\`\`\`ts
suppress({ code: '${rule.code}', path: 'role example', reason: 'ten characters at least', until: '2027-12-31' })
\`\`\`
`
}

function slug(rule: Told): string {
  return rule.code.toLowerCase()
}
