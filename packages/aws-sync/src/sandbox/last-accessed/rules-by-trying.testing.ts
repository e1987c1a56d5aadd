import { createEvaluator, findAction, findService, parsePolicy } from '@rolewright/core/policy'
import fc from 'fast-check'

// The rules a second time, by trying: every action of some services, on resources made for the purpose.

/** Services that are tried whole. */
export const services: readonly string[] = ['iam', 'kafka', 'kafka-cluster', 's3', 'sns', 'sqs']

/** A statement of the policies that are made up. */
export interface Statement {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action?: readonly string[]
  readonly NotAction?: readonly string[]
  readonly Resource?: readonly string[]
  readonly NotResource?: readonly string[]
  readonly Condition?: object
}

/** Patterns that are one another's equal or have nothing in common, but for `*`, each with what it alone matches. */
const places = {
  'arn:aws:s3:::bills': ['arn:aws:s3:::bills'],
  'arn:aws:s3:::bills/*': ['arn:aws:s3:::bills/may.pdf'],
  'arn:aws:s3:::letters/*': ['arn:aws:s3:::letters/a.txt'],
  'arn:aws:sqs:us-east-1:111122223333:q*': ['arn:aws:sqs:us-east-1:111122223333:queue'],
  'arn:aws:iam::111122223333:user/*': ['arn:aws:iam::111122223333:user/ana'],
  'arn:aws:iam::111122223333:role/work/*': ['arn:aws:iam::111122223333:role/work/Alpha'],
  'arn:aws:kafka:us-east-1:111122223333:cluster/c/*': ['arn:aws:kafka:us-east-1:111122223333:cluster/c/1'],
} as const
/** What `*` matches beside them, and an action without a resource acts on. */
const elsewhere = [
  'arn:aws:s3:::other',
  'arn:aws:s3:::other/x',
  'arn:aws:sqs:us-east-1:111122223333:other',
  'arn:aws:sns:us-east-1:111122223333:topic',
  'arn:aws:iam::111122223333:group/other',
  'arn:aws:iam::111122223333:role/other',
  'arn:aws:iam::111122223333:policy/other',
  'arn:aws:kafka:us-east-1:111122223333:cluster/other/1',
]
const witnesses = [...Object.values(places).flat(), ...elsewhere]

const actionPattern = fc.constantFrom(
  '*',
  ...services.map((service) => `${service}:*`),
  's3:GetObject',
  'S3:getobject',
  's3:List*',
  's3:ListAllMyBuckets',
  's3:NoSuchAction',
  'sqs:SendMessage',
  'sns:Pub*',
  'iam:PassRole',
  'iam:Get*',
  'kafka-cluster:Connect',
  'nowhere:Act',
)
const some = <T>(each: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.uniqueArray(each, { minLength: 1, maxLength: 3 })
const resources = some(fc.constantFrom('*', ...Object.keys(places)))
const statement: fc.Arbitrary<Statement> = fc
  .tuple(
    fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
    fc.oneof(
      { weight: 9, arbitrary: fc.record({ Action: some(actionPattern) }) },
      fc.record({ NotAction: some(actionPattern) }),
    ),
    fc.oneof(
      { weight: 4, arbitrary: fc.record({ Resource: resources }) },
      fc.record({ NotResource: fc.oneof(resources, fc.constant(['*'])) }),
    ),
    fc.constantFrom({}, {}, { Condition: { StringEquals: { 'aws:PrincipalTag/x': 'none' } } }, { Condition: {} }),
  )
  .map(([Effect, actions, places, condition]) => ({ Effect, ...actions, ...places, ...condition }))
/** What one user's policies may be. */
export const documents: fc.Arbitrary<Statement[][]> = fc.array(fc.array(statement, { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 3,
})

export const textOf = (statements: readonly Statement[]): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: statements })
const asks = ({ Condition: condition = {} }: Statement): boolean => Object.keys(condition).length > 0
const withoutCondition = ({ Condition: _condition, ...rest }: Statement): Statement => rest

/** Conditions of allows are taken to hold, denies with one are left out. */
const asCounted = (statements: readonly Statement[]): Statement[] =>
  statements.filter((each) => each.Effect === 'Allow' || !asks(each)).map(withoutCondition)

/** Whether an ARN is of one of an action's resource types. */
function fits(action: string, arn: string): boolean {
  const formats = (findAction(action)?.resources ?? []).flatMap(({ type }) => type.arns)
  return formats.some((format) => {
    // A bucket's name has no slash; all else may hold anything.
    const source = format
      .replaceAll('${Partition}', 'aws')
      .replaceAll('${BucketName}', '[^/:]+')
      .replaceAll(/\$\{[^}]*\}/g, '.*')
    return new RegExp(`^${source}$`).test(arn)
  })
}

const actionsOf = (service: string): string[] =>
  (findService(service)?.actions ?? []).map((name) => `${service}:${name}`)

/** Every action of the services with all that it could be tried on; what no resource type describes acts on `*`. */
const attempts = services.flatMap((service) =>
  actionsOf(service).map((action) => {
    const has = (findAction(action)?.resources.length ?? 0) > 0
    return { service, action, on: has ? witnesses.filter((arn) => fits(action, arn)) : ['*'] }
  }),
)

/** The services that a report has rows of. */
export function rowsByTrying(all: readonly (readonly Statement[])[]): string[] {
  const counted = all.map(asCounted).filter((statements) => statements.length > 0)
  const evaluator = createEvaluator(counted.map((statements) => parsePolicy(textOf(statements))))
  const granted = attempts.filter(({ action, on }) =>
    on.some((resource) => evaluator.decide({ action, resource }).effect === 'allow'),
  )
  return services.filter((each) => granted.some(({ service }) => service === each))
}

/** Whether a list names a document. Each is judged alone; a resource has to be of the right service, no more, and only a denial of everything counts. */
export function listedByTrying(statements: readonly Statement[], service: string): boolean {
  const decide = (of: readonly Statement[], action: string, resource: string): string =>
    of.length === 0 ? 'none' : createEvaluator(parsePolicy(textOf(of))).decide({ action, resource }).effect
  const counted = asCounted(statements)
  const denies = counted.filter(({ Effect, Resource }) => Effect === 'Deny' && Resource?.includes('*'))
  const all = [...actionsOf(service), `${service}:NobodyKnows`]
  if (all.every((action) => decide(denies, action, 'arn:aws:x:::y') === 'explicit-deny')) return false
  const allows = counted.filter(({ Effect }) => Effect === 'Allow')
  const named = allows.flatMap(({ Action = [] }) => Action).map((name) => name.replaceAll('*', 'Any'))
  const actions = [...named, ...actionsOf(service)].filter((name) => name.toLowerCase().startsWith(`${service}:`))
  const owners = new Set(attempts.flatMap((each) => (each.service === service ? each.on : [])).map(ownerOf))
  owners.add(service)
  const on = [...witnesses, '*'].filter((arn) => arn === '*' || owners.has(ownerOf(arn)))
  return actions.some((action) => on.some((resource) => decide(allows, action, resource) === 'allow'))
}

const ownerOf = (arn: string): string | undefined => arn.split(':')[2]
