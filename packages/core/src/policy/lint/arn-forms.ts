import { findService, servicePrefixes } from '../../catalog/catalog.ts'

/** What an ARN of one type of resource looks like; variables are `*`. */
export interface ArnForm {
  readonly region: string
  readonly account: string
  readonly resource: string
}

let forms: ReadonlyMap<string, readonly ArnForm[]> | undefined

/** The forms of ARNs by the service in them, which is not always the prefix of the actions. Services without resources have none. */
export function arnForms(): ReadonlyMap<string, readonly ArnForm[]> {
  forms ??= readForms()
  return forms
}

function readForms(): Map<string, ArnForm[]> {
  const found = new Map<string, ArnForm[]>()
  for (const prefix of servicePrefixes()) {
    if (!found.has(prefix)) found.set(prefix, [])
    for (const { arns } of findService(prefix)?.resourceTypes ?? []) {
      for (const arn of arns) addForm(found, arn, prefix)
    }
  }
  return found
}

function addForm(found: Map<string, ArnForm[]>, arn: string, prefix: string): void {
  const [, , named = '', region = '', account = '', ...rest] = arn.replaceAll(/\$\{[^}]*\}/g, '*').split(':')
  if (named === '' || rest.length === 0) return
  // A type such as a recovery point of AWS Backup has the ARN of whatever service it came from.
  const service = named === '*' ? prefix : named
  const form =
    named === '*' ? { region: '*', account: '*', resource: '*' } : { region, account, resource: rest.join(':') }
  const known = found.get(service)
  if (known === undefined) found.set(service, [form])
  else if (!known.some((one) => one.region === region && one.account === account && one.resource === form.resource)) {
    known.push(form)
  }
}
