import { allow, definePolicy, defineRole, defineTask } from '@rolewright/core'

/**
 * What `rolewright cloudhsm` needs beyond CloudHsmAdminPolicy, which stays word for word as the user guide has it: reading the
 * service-linked role, editing its description, deleting it, and seeing which clusters KMS keeps keys in.
 */
const cloudHsmOperatorPolicy = definePolicy({
  name: 'CloudHsmOperatorPolicy',
  description: 'Looks after the service-linked role of CloudHSM, and sees which clusters KMS keeps keys in',
  statements: [
    allow({
      sid: 'LookAfterTheServiceLinkedRole',
      actions: [
        'iam:DeleteServiceLinkedRole',
        'iam:GetRole',
        'iam:GetServiceLinkedRoleDeletionStatus',
        'iam:UpdateRoleDescription',
      ],
      resources: ['arn:aws:iam::{{accountId}}:role/aws-service-role/cloudhsm.amazonaws.com/AWSServiceRoleForCloudHSM'],
    }),
    allow({ sid: 'SeeKeyStores', actions: ['kms:DescribeCustomKeyStores'], resources: ['*'] }),
  ],
})

const operateCloudHsm = defineTask({
  id: 'operate-cloudhsm',
  title: 'Operate CloudHSM',
  policies: [cloudHsmOperatorPolicy],
})

export const cloudHsmOperator = defineRole({
  id: 'cloudhsm-operator',
  title: 'CloudHSM Operator',
  department: 'Security',
  owner: 'security@examplecorp.com',
  justification: 'Enables and disables CloudHSM in an account, together with an administrator’s rights',
  sensitive: true,
  tasks: [operateCloudHsm],
})
