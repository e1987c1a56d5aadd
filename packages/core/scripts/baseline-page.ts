import { baselineChecks } from '../src/baseline/baseline-checks.ts'
import type { BaselineCheck } from '../src/baseline/baseline-check.ts'

const note = '<!-- Made by packages/core/scripts/generate-reference-pages.ts: change the code, not this page. -->'

/** `docs/reference/baseline.md`: every check of the baseline, with its source and its mend. */
export function baselinePage(): { readonly path: string; readonly text: string } {
  return {
    path: 'docs/reference/baseline.md',
    text: `---
title: Baseline
description: What rolewright baseline holds an account against, where that comes from, and how it is mended.
---

${note}

\`rolewright baseline\` holds an account against each line of AWS's best-practices document. What passed counts for the score by its severity:
an \`error\` 3, a \`warning\` 2, \`info\` 1; what IAM does not show counts neither way. \`rolewright baseline --mend <check>\` shows what it would do, asks,
and does what can be done safely by API; what only a person can do it tells in steps.

| check | code | severity | what is wanted |
| --- | --- | --- | --- |
${baselineChecks.map(({ id, code, severity, title }) => `| [${id}](#${id}) | \`${code}\` | ${severity} | ${title} |`).join('\n')}

${baselineChecks.map(section).join('\n')}`,
  }
}

function section({ id, code, severity, title, explanation, source, unseen, mend }: BaselineCheck): string {
  const mends =
    mend.by === 'baseline'
      ? `\`rolewright baseline --mend ${id}\` ${mend.does}.`
      : mend.by === 'command'
        ? `\`${mend.command}\` ${mend.does}.`
        : `Only a person can do it:\n\n${mend.steps.map((step, index) => `${index + 1}. ${step}`).join('\n')}`
  return `## ${id}

\`${code}\`, ${severity}: ${title}.

${explanation}

**Source:** ${source.document}, “${source.section}”.
${unseen === '' ? '' : `\n**Not seen:** ${unseen}\n`}
**Mend:** ${mends}
`
}
