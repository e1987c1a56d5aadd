import type { AccountState } from '../account/account-state.ts'
import { principalsOf, rememberEvaluators, type Principal } from '../explain/principal.ts'
import type { Request, RequestContext } from '../policy/request.ts'
import { CLOUDHSM_ROLE, cloudHsmRoleArn } from './cloudhsm-status.ts'

/** The commands that need rights. */
export type CloudHsmCommand = 'status' | 'enable' | 'disable' | 'disable --delete-clusters'

/** What running clusters takes, beside looking: who may all of it administers CloudHSM. */
const ADMINISTERING = [
  'cloudhsm:CreateCluster',
  'cloudhsm:CreateHsm',
  'cloudhsm:DeleteCluster',
  'cloudhsm:DeleteHsm',
  'cloudhsm:InitializeCluster',
] as const

const NEEDED: Readonly<Record<CloudHsmCommand, readonly string[]>> = {
  status: ['cloudhsm:DescribeClusters', 'cloudhsm:DescribeBackups', 'kms:DescribeCustomKeyStores', 'iam:GetRole'],
  enable: ['iam:GetRole', 'iam:CreateServiceLinkedRole', 'iam:UpdateRoleDescription'],
  disable: [
    'cloudhsm:DescribeClusters',
    'cloudhsm:DescribeBackups',
    'kms:DescribeCustomKeyStores',
    'iam:GetRole',
    'iam:DeleteServiceLinkedRole',
    'iam:GetServiceLinkedRoleDeletionStatus',
  ],
  'disable --delete-clusters': ['cloudhsm:DeleteHsm', 'cloudhsm:DeleteCluster'],
}

/** A group or user that may administer CloudHSM, and what it lacks for the commands. */
export interface CloudHsmAdministrator {
  readonly kind: Principal['kind']
  readonly name: string
  /** What it may do of running clusters; all of it where `full`. */
  readonly may: readonly string[]
  readonly full: boolean
  /** Whether the first cluster that it makes can make the service-linked role. */
  readonly mayCreateRole: boolean
  /** What each command needs beyond what it may, sorted; empty where it may all. */
  readonly missing: Readonly<Record<CloudHsmCommand, readonly string[]>>
}

/**
 * Who may administer CloudHSM in a state, groups first, decided by the evaluator with MFA: everybody who may change clusters or HSMs, and
 * what each lacks for the commands of Rolewright.
 *
 * @example
 * ```ts
 * cloudHsmAdministrators(compile(model, account, options).state).map(({ name }) => name)
 * ```
 */
export function cloudHsmAdministrators(state: AccountState): readonly CloudHsmAdministrator[] {
  const evaluatorOf = rememberEvaluators()
  return principalsOf(state).flatMap((principal): CloudHsmAdministrator[] => {
    const evaluator = evaluatorOf(principal)
    const allows = (action: string): boolean => evaluator.decide(requestOf(action, state.accountId)).effect === 'allow'
    const may = ADMINISTERING.filter(allows)
    if (may.length === 0) return []
    const lacks = (command: CloudHsmCommand): readonly string[] => NEEDED[command].filter((action) => !allows(action))
    return [
      {
        kind: principal.kind,
        name: principal.name,
        may,
        full: may.length === ADMINISTERING.length,
        mayCreateRole: allows('iam:CreateServiceLinkedRole'),
        missing: {
          status: lacks('status'),
          enable: lacks('enable'),
          disable: lacks('disable'),
          'disable --delete-clusters': lacks('disable --delete-clusters'),
        },
      },
    ]
  })
}

/**
 * What a command needs that a user of the state may not; undefined for somebody whom the state does not show, such as the root user or
 * a role. Whether MFA is there is not asked.
 */
export function missingCloudHsmRights(
  state: AccountState,
  callerArn: string,
  commands: readonly CloudHsmCommand[],
): readonly string[] | undefined {
  const user = state.users.find(({ arn }) => arn === callerArn)
  const principal = principalsOf(state).find(({ kind, name }) => kind === 'user' && name === user?.name)
  if (user === undefined || principal === undefined) return undefined
  const evaluator = rememberEvaluators()(principal)
  return [...new Set(commands.flatMap((command) => NEEDED[command]))]
    .filter((action) => evaluator.decide(requestOf(action, state.accountId)).effect !== 'allow')
    .toSorted((a, b) => (a < b ? -1 : 1))
}

/** A request on something of the account that nobody named, or on the role itself. */
function requestOf(action: string, accountId: string): Request {
  const context: RequestContext = {
    'aws:MultiFactorAuthPresent': 'true',
    ...(action.startsWith('iam:') ? { 'iam:AWSServiceName': CLOUDHSM_ROLE.service } : {}),
  }
  if (action.startsWith('iam:')) return { action, resource: cloudHsmRoleArn(accountId), context }
  const onCluster = ['cloudhsm:CreateHsm', 'cloudhsm:DeleteCluster', 'cloudhsm:InitializeCluster'].includes(action)
  const resource = onCluster ? `arn:aws:cloudhsm:us-east-1:${accountId}:cluster/cluster-any` : '*'
  return { action, resource, context }
}
