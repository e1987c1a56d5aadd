import { PLAN_WORKFLOW } from './plan-workflow.ts'

/** What a repository of roles needs around them: to install, to type-check, to keep out of git, and to plan in pull requests. */
export function surroundings(name: string, version: string): Readonly<Record<string, string>> {
  return {
    'package.json': json({
      name,
      private: true,
      type: 'module',
      engines: { node: '>=22.18' },
      scripts: { check: 'tsc && rolewright check', plan: 'rolewright plan' },
      dependencies: { '@rolewright/core': `^${version}`, rolewright: `^${version}` },
      devDependencies: { typescript: '^6.0.3' },
    }),
    'tsconfig.json': json({
      compilerOptions: {
        target: 'es2023',
        module: 'nodenext',
        strict: true,
        noEmit: true,
        allowImportingTsExtensions: true,
        erasableSyntaxOnly: true,
        verbatimModuleSyntax: true,
        skipLibCheck: true,
        types: [],
      },
      include: ['rolewright.config.ts', 'roles'],
    }),
    '.gitignore': `node_modules/
# Made by \`rolewright site build\`, \`plan --out\` and \`--sandbox\`; the history under audit/ and reviews/ belongs into git.
/site/
/plan.json
/account.json
/account.events.jsonl
# What a review keeps while it runs.
/reviews/.*
# Passwords and keys that a command has told once.
rolewright-secrets-*.txt
`,
    '.github/workflows/plan.yml': PLAN_WORKFLOW,
  }
}

function json(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
