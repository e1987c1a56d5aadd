import { coversGlob, hasWildcard, matchesGlob } from '../match/glob.ts'
import { shorten } from '../parse/shorten.ts'
import type { CoveredCode } from './covered-checks.ts'
import type { LintContext, Listed, StatementView } from './statement-view.ts'

interface Risk {
  readonly action: string
  readonly says: string
  /** The condition key that makes the grant narrow. */
  readonly key: string
  /** A resource that only a pattern meant for all of them matches. */
  readonly everything: string
  readonly codes: {
    readonly notResource: CoveredCode
    readonly starActionNotResource: CoveredCode
    readonly notActionNotResource: CoveredCode
    readonly star: CoveredCode
    readonly starActionAndResource: CoveredCode
    readonly starAndNotAction: CoveredCode
  }
}

const risks: readonly Risk[] = [
  {
    action: 'iam:passrole',
    says: '`iam:PassRole` is allowed on every role',
    key: 'iam:passedtoservice',
    everything: 'arn:aws:iam::000000000000:role/\u0001\u0001\u0001\u0001',
    codes: {
      notResource: 'PASS_ROLE_WITH_NOT_RESOURCE',
      starActionNotResource: 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE',
      notActionNotResource: 'PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE',
      star: 'PASS_ROLE_WITH_STAR_IN_RESOURCE',
      starActionAndResource: 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE',
      starAndNotAction: 'PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION',
    },
  },
  {
    action: 'iam:createservicelinkedrole',
    says: '`iam:CreateServiceLinkedRole` is allowed for every service',
    key: 'iam:awsservicename',
    everything: 'arn:aws:iam::000000000000:role/aws-service-role/\u0001\u0001.amazonaws.com/\u0001\u0001',
    codes: {
      notResource: 'CREATE_SLR_WITH_NOT_RESOURCE',
      starActionNotResource: 'CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE',
      notActionNotResource: 'CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE',
      star: 'CREATE_SLR_WITH_STAR_IN_RESOURCE',
      starActionAndResource: 'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE',
      starAndNotAction: 'CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION',
    },
  },
]

/** Roles that may be passed or created without saying which: nearly always more than was meant. */
export function checkPassRole(statement: StatementView, context: LintContext): void {
  if (statement.effect !== 'Allow') return
  for (const risk of risks) {
    if (statement.conditions.some(({ lowerKey }) => lowerKey === risk.key)) continue
    checkRisk(statement, risk, context)
  }
}

function checkRisk(statement: StatementView, risk: Risk, { report }: LintContext): void {
  const how = grantOf(statement, risk.action)
  if (how === undefined) return
  const { codes } = risk
  if (statement.notResources !== undefined) {
    if (statement.notResources.texts.includes('*')) return
    const code =
      how === 'not-action'
        ? codes.notActionNotResource
        : how === 'pattern'
          ? codes.starActionNotResource
          : codes.notResource
    report(code, [...statement.place, 'NotResource'], `${risk.says} that \`NotResource\` does not name`)
    return
  }
  const wide = wideResource(statement.resources, risk.everything)
  if (wide === undefined || statement.resources === undefined) return
  const code =
    how === 'not-action' ? codes.starAndNotAction : how === 'pattern' ? codes.starActionAndResource : codes.star
  const resource = shorten(statement.resources.texts[wide] ?? '')
  report(code, statement.resources.placeOf(wide), `${risk.says} that ${resource} matches`)
}

/** How a statement comes to speak of an action: by name, by a pattern, or by `NotAction`. */
function grantOf(statement: StatementView, action: string): 'name' | 'pattern' | 'not-action' | undefined {
  const { actions, notActions } = statement
  if (notActions !== undefined) {
    return notActions.texts.some((pattern) => matchesGlob(pattern.toLowerCase(), action)) ? undefined : 'not-action'
  }
  let pattern = false
  for (const text of actions?.texts ?? []) {
    const lower = text.toLowerCase()
    if (lower === action) return 'name'
    pattern ||= hasWildcard(lower) && coversGlob(lower, action)
  }
  return pattern ? 'pattern' : undefined
}

function wideResource(resources: Listed | undefined, everything: string): number | undefined {
  const index = resources?.texts.findIndex((pattern) => matchesGlob(withoutAccount(pattern), everything)) ?? -1
  return index < 0 ? undefined : index
}

/** All roles of one account are as good as all roles: nobody passes a role of another account. */
function withoutAccount(pattern: string): string {
  const fields = pattern.split(':')
  if (fields.length < 6) return pattern
  return [fields[0], '*', fields[2], fields[3], '*', ...fields.slice(5)].join(':')
}
