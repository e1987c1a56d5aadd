import { relative, sep } from 'node:path'
import { credentialRules, type Finding, rules, type Severity } from '@rolewright/core'
import type { SourceLocation } from '@rolewright/aws-sync'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' }

/**
 * Findings as a SARIF 2.1.0 log, for code scanning: each with the file and line of the innermost definition that its path names.
 * `configFile` stands in for what no definition is found for; files are relative to `folder`.
 */
export function sarif(
  findings: readonly Finding[],
  given: {
    readonly folder: string
    readonly configFile: string
    readonly places: readonly SourceLocation[]
    readonly sourceFolder: string
    readonly version: string
  },
): unknown {
  const uri = (file: string): string => relative(given.folder, file).split(sep).map(encodeURIComponent).join('/')
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'rolewright',
            semanticVersion: given.version,
            rules: [...new Set(findings.map((one) => one.code))].map(describe),
          },
        },
        results: findings.map((finding) => {
          const place = placeOf(finding, given.places)
          return {
            ruleId: finding.code,
            level: levels[finding.severity],
            message: { text: finding.hint === undefined ? finding.message : `${finding.message}\n${finding.hint}` },
            locations: [
              {
                physicalLocation: {
                  artifactLocation: {
                    uri: uri(place === undefined ? given.configFile : `${given.sourceFolder}${sep}${place.file}`),
                  },
                  region: { startLine: place?.line ?? 1, startColumn: place?.column ?? 1 },
                },
                ...(finding.path === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: finding.path }] }),
              },
            ],
          }
        }),
      },
    ],
  }
}

function describe(code: string): unknown {
  const rule = [...rules, ...credentialRules].find((one) => one.code === code)
  if (rule === undefined) return { id: code }
  return {
    id: code,
    shortDescription: { text: rule.title },
    fullDescription: { text: rule.explanation },
    help: { text: rule.mend },
    defaultConfiguration: { level: levels[rule.severity] },
  }
}

/** A path reads `role clerk > task pay > policy Pay > statements[0]`: the last part that is defined somewhere is the nearest. */
function placeOf(finding: Finding, places: readonly SourceLocation[]): SourceLocation | undefined {
  const parts = (finding.path ?? '').split(' > ').toReversed()
  for (const part of parts) {
    const space = part.indexOf(' ')
    const rest = part.slice(space + 1)
    const place = places.find((one) => one.kind === part.slice(0, space) && isNamed(rest, one.name))
    if (place !== undefined) return place
  }
  return undefined
}

/** `clerk.roles[0]` is inside `clerk`; `clerk-of-works` is not. */
function isNamed(rest: string, name: string): boolean {
  return rest === name || (rest.startsWith(name) && /^[.[]/.test(rest.slice(name.length)))
}
