import { readFileSync } from 'node:fs'
import {
  allow,
  check,
  compile,
  createEvaluator,
  defaultDocument,
  defineModel,
  definePolicy,
  defineRole,
  defineTask,
  diff,
  documentFinder,
  expandActions,
  findAction,
  parseAwsManagedLock,
  type AccountState,
  type Model,
  type PolicyDocument,
} from '@rolewright/core'
import { describe, expect, it } from 'vitest'
import { dev } from './accounts.ts'
import { dataScientist } from './data-scientist.ts'
import model from './model.ts'

const now = new Date('2026-06-01T00:00:00Z')
const lock = parseAwsManagedLock(JSON.parse(readFileSync(new URL('../aws-managed.lock.json', import.meta.url), 'utf8')))
const options = { now, awsManaged: lock.policies }
const { state } = compile(model, dev, options)

function groupDecides(group: string, action: string, resource: string, context = {}): string {
  const found = state.groups.find((one) => one.name === group)
  if (found === undefined) throw new Error(`no group ${group}`)
  return createEvaluator(documentFinder(state).ofGroup(found).documents).decide({ action, resource, context }).effect
}

function documentOf(of: AccountState, name: string): PolicyDocument | undefined {
  const policy = of.policies.find((one) => one.name === name)
  return policy && defaultDocument(policy)
}

describe('the example company', () => {
  it('passes its own check, with warnings of what its documents ask for', () => {
    const findings = check(model, options).filter((finding) => finding.severity !== 'info')
    expect(findings.map((finding) => `${finding.code} ${finding.path?.split(' > ')[0] ?? ''}`)).toEqual([
      'RW-PERMISSION-WILDCARD role data-scientist',
      'RW-PERMISSION-WILDCARD role data-scientist',
      'RW-GIANT-POLICY role power-user',
      'RW-ESCALATION role data-scientist',
      'RW-ESCALATION role power-user',
    ])
  })

  it('gives the clerk and the finance manager one policy', () => {
    const attached = ['AccountsPayableClerk', 'FinanceManager'].map(
      (name) => state.groups.find((group) => group.name === name)?.attachedPolicies,
    )
    expect(attached[0]).toEqual(['arn:aws:iam::111122223333:policy/rolewright/example/ReadBills'])
    expect(attached[1]).toEqual(attached[0])
  })

  it('lets a clerk read bills and change nothing', () => {
    const document = documentOf(state, 'ReadBills')
    const statement = document && [document.Statement].flat()[0]
    const levels = new Set(expandActions(statement?.Action ?? []).flatMap((action) => findAction(action)?.level ?? []))
    expect(levels).toEqual(new Set(['List', 'Read']))
    expect(groupDecides('AccountsPayableClerk', 'payments:UpdatePaymentPreferences', '*')).toBe('implicit-deny')
  })

  it('keeps a data scientist on objects and the two EMR roles', () => {
    const passing = { 'iam:PassedToService': 'elasticmapreduce.amazonaws.com' }
    expect(groupDecides('DataScientist', 's3:PutObject', 'arn:aws:s3:::examplecorp-dev-output/a')).toBe('allow')
    expect(groupDecides('DataScientist', 's3:ListBucket', 'arn:aws:s3:::examplecorp-dev-input')).toBe('allow')
    expect(groupDecides('DataScientist', 's3:PutBucketPolicy', 'arn:aws:s3:::examplecorp-dev-output')).toBe(
      'implicit-deny',
    )
    expect(
      groupDecides('DataScientist', 'iam:PassRole', 'arn:aws:iam::111122223333:role/EMR_DefaultRole', passing),
    ).toBe('allow')
    expect(groupDecides('DataScientist', 'iam:PassRole', 'arn:aws:iam::111122223333:role/Admin', passing)).toBe(
      'implicit-deny',
    )
    expect(
      groupDecides('DataScientist', 'iam:PassRole', 'arn:aws:iam::111122223333:role/EMR_DefaultRole', {
        'iam:PassedToService': 'lambda.amazonaws.com',
      }),
    ).toBe('implicit-deny')
  })

  it('lets a developer launch in the dev subnet, tagged, and touch nothing of test', () => {
    const arn = (rest: string): string => `arn:aws:ec2:eu-west-1:111122223333:${rest}`
    const launch = { 'aws:RequestTag/environment': 'dev' }
    expect(groupDecides('SoftwareDeveloper', 'ec2:RunInstances', arn('subnet/subnet-0d3v0000000000001'))).toBe('allow')
    expect(groupDecides('SoftwareDeveloper', 'ec2:RunInstances', arn('subnet/subnet-07e57000000000001'))).toBe(
      'implicit-deny',
    )
    expect(groupDecides('TestEngineer', 'ec2:RunInstances', arn('subnet/subnet-07e57000000000001'))).toBe('allow')
    expect(groupDecides('SoftwareDeveloper', 'ec2:RunInstances', arn('instance/*'), launch)).toBe('allow')
    expect(groupDecides('SoftwareDeveloper', 'ec2:RunInstances', arn('instance/*'))).toBe('implicit-deny')
    const own = { 'aws:ResourceTag/environment': 'dev' }
    expect(groupDecides('SoftwareDeveloper', 'ec2:TerminateInstances', arn('instance/i-1'), own)).toBe('allow')
    expect(groupDecides('TestEngineer', 'ec2:TerminateInstances', arn('instance/i-1'), own)).toBe('implicit-deny')
    expect(groupDecides('SoftwareDeveloper', 'ec2:CreateTags', arn('instance/i-1'), launch)).toBe('implicit-deny')
    expect(
      groupDecides('SoftwareDeveloper', 'ec2:CreateTags', arn('instance/i-1'), { 'ec2:CreateAction': 'RunInstances' }),
    ).toBe('allow')
    for (const purchase of [
      'ec2:PurchaseScheduledInstances',
      'ec2:RequestSpotInstances',
      'ec2:ModifyReservedInstances',
    ]) {
      expect(groupDecides('SoftwareDeveloper', purchase, '*')).toBe('implicit-deny')
    }
  })

  it('requires MFA of an IAM administrator', () => {
    expect(groupDecides('IamAdministrator', 'iam:CreateUser', '*', { 'aws:MultiFactorAuthPresent': 'true' })).toBe(
      'allow',
    )
    expect(groupDecides('IamAdministrator', 'iam:CreateUser', '*', { 'aws:MultiFactorAuthPresent': 'false' })).toBe(
      'explicit-deny',
    )
    expect(groupDecides('IamAdministrator', 'iam:CreateUser', '*')).toBe('explicit-deny')
    expect(groupDecides('IamAdministrator', 'iam:EnableMFADevice', '*')).toBe('allow')
  })

  it('sends nobody to develop or test in production', () => {
    const prod = model.accounts.find((account) => account.id === 'prod')
    if (prod === undefined) throw new Error('no account prod')
    const groups = compile(model, prod, options).state.groups.map((group) => group.name)
    expect(groups).not.toContain('SoftwareDeveloper')
    expect(groups).toContain('DataScientist')
  })
})

describe('moving analytics from Redshift to EMR, as the best-practices document tells it', () => {
  const useRedshift = definePolicy({
    name: 'UseRedshift',
    statements: [allow({ actions: ['redshift:*'], resources: ['*'] })],
  })
  const launchWarehouse = defineTask({
    id: 'launch-warehouse',
    title: 'Launch a data warehouse',
    policies: [useRedshift],
  })
  const warehouseAdministrator = defineRole({
    id: 'data-warehouse-administrator',
    title: 'Data Warehouse Administrator',
    owner: 'research@examplecorp.com',
    justification: 'Runs the data warehouse',
    tasks: [launchWarehouse],
  })
  const withScientist = (tasks: typeof dataScientist.tasks): Model =>
    defineModel({
      id: 'example',
      roles: [warehouseAdministrator, { ...dataScientist, tasks }],
      people: [],
      accounts: [dev],
    })

  it('changes the scientist alone', () => {
    const before = compile(withScientist([launchWarehouse]), dev, options).state
    const after = compile(withScientist(dataScientist.tasks), dev, options).state
    const plan = diff(before, after)
    expect(plan.access.map((access) => access.principal.name)).toEqual(['DataScientist'])
    expect(plan.access[0]).toMatchObject({ lostActions: ['redshift:*'] })
    expect(plan.access[0]?.gainedActions).toContain('elasticmapreduce:*')
    const warehouse = (one: AccountState): unknown => [
      one.groups.find((group) => group.name === 'DataWarehouseAdministrator'),
      one.policies.find((policy) => policy.name === 'UseRedshift'),
    ]
    expect(warehouse(after)).toEqual(warehouse(before))
    for (const change of plan.changes)
      expect(JSON.stringify([change.before, change.after])).not.toMatch(/DataWarehouse|"name":"UseRedshift"/)
  })
})
