import { allow, definePolicy, defineRole, defineTask } from '@rolewright/core'

/** Word for word the actions of "Restrict User Permissions to What's Necessary for AWS CloudHSM" in its user guide. */
const cloudHsmAdminPolicy = definePolicy({
  name: 'CloudHsmAdminPolicy',
  description: 'Full access to AWS CloudHSM and the EC2 actions that it takes on behalf of the administrator',
  statements: [
    allow({
      actions: [
        'cloudhsm:*',
        'ec2:CreateNetworkInterface',
        'ec2:DescribeNetworkInterfaces',
        'ec2:DescribeNetworkInterfaceAttribute',
        'ec2:DetachNetworkInterface',
        'ec2:DeleteNetworkInterface',
        'ec2:CreateSecurityGroup',
        'ec2:AuthorizeSecurityGroupIngress',
        'ec2:AuthorizeSecurityGroupEgress',
        'ec2:RevokeSecurityGroupEgress',
        'ec2:DescribeSecurityGroups',
        'ec2:DeleteSecurityGroup',
        'ec2:CreateTags',
        'ec2:DescribeVpcs',
        'ec2:DescribeSubnets',
        'iam:CreateServiceLinkedRole',
      ],
      resources: ['*'],
    }),
  ],
})

const administerCloudHsm = defineTask({
  id: 'administer-cloudhsm',
  title: 'Administer CloudHSM',
  policies: [cloudHsmAdminPolicy],
})

export const cloudHsmAdministrator = defineRole({
  id: 'cloudhsm-administrator',
  title: 'CloudHSM Administrator',
  department: 'Security',
  group: 'CloudHsmAdministrator',
  owner: 'security@examplecorp.com',
  justification: 'Runs the hardware security modules, and nothing else',
  sensitive: true,
  tasks: [administerCloudHsm],
})
