import type { ExplainedService, ExplainedStatement, Explanation } from '@rolewright/core'
import type { Explained } from '../account/state-to-explain.ts'
import type { Paint } from '../frame/io.ts'
import { placeOf } from './decision-text.ts'
import { some } from './words.ts'

const verbs = {
  List: 'see lists',
  Read: 'read',
  Write: 'change',
  Tagging: 'tag',
  'Permissions management': 'change permissions',
} as const

/** What somebody may do, service by service, for a person. */
export function explanationText(
  explanation: Explanation,
  { label, places }: Pick<Explained, 'label' | 'places'>,
  paint: Paint,
): string {
  const { principal, services, guards, notSeen } = explanation
  const guarded = guards.map(
    ({ held }) =>
      `  ${paint.yellow('only when signed in with MFA or as the guard says')}: policy ${held.policyName} of ${held.holder}; it restricts everything below, by whichever role, and plain access keys too`,
  )
  return [
    paint.bold(`${principal.name} in ${label}`),
    ...(services.length === 0 ? ['  may do nothing'] : []),
    ...guarded,
    ...principal.boundary.map(({ policyName }) => `  within the permissions boundary ${policyName}`),
    ...services.map((service) => serviceText(service, places, paint)),
    paint.dim(`Not seen: ${notSeen.join('; ')}.`),
  ].join('\n')
}

function serviceText(service: ExplainedService, places: Explained['places'], paint: Paint): string {
  const { allowed, all } = service.actions
  const levels = service.levels.map(
    ({ level, actions }) =>
      `    ${level === 'Permissions management' ? paint.red(verbs[level]) : verbs[level]}: ${some(
        actions.map((action) => action.slice(service.prefix.length + 1)),
        6,
      )}`,
  )
  const denied = service.denies.length === 0 ? [] : [`    but not ${sourcesText(service.denies, places)}`]
  return [
    `  ${paint.bold(service.name)} (${service.prefix}): ${allowed === all ? 'everything' : `${allowed} of ${all} actions`}`,
    ...levels,
    ...denied,
    paint.dim(`    by ${sourcesText(service.allows, places)}`),
  ].join('\n')
}

function sourcesText(statements: readonly ExplainedStatement[], places: Explained['places']): string {
  const texts = statements.map(({ held, statement, source }) => {
    const resources = [statement.Resource ?? statement.NotResource ?? '*'].flat()
    const narrowed = [
      ...(resources.includes('*') && statement.NotResource === undefined
        ? []
        : [`on ${statement.NotResource === undefined ? '' : 'all but '}${some(resources, 2)}`]),
      ...(statement.Condition === undefined
        ? []
        : [
            `if ${some(
              Object.values(statement.Condition).flatMap((keys) => Object.keys(keys)),
              3,
            )} fit`,
          ]),
    ]
    const task = source === undefined || source.tasks.length === 0 ? '' : ` for ${source.tasks.join(', ')}`
    const place = placeOf(source, places)
    return `${held.policyName}${statement.Sid === undefined ? '' : ` ${statement.Sid}`}${task}${narrowed.length === 0 ? '' : ` (${narrowed.join(', ')})`}${place}`
  })
  return some([...new Set(texts)], 4)
}
