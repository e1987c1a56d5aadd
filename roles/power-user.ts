import { allow, definePolicy, defineRole, defineTask } from '@rolewright/core'

/** An own copy of AWS's PowerUserAccess, version 3 of 2017-11-14, made so that a review can narrow it. */
const powerUserExampleCorp = definePolicy({
  name: 'PowerUserExampleCorp',
  description: 'Allows full access to all services except those for user management.',
  statements: [
    allow({ notActions: ['iam:*', 'organizations:*'], resources: ['*'] }),
    allow({
      actions: [
        'iam:CreateServiceLinkedRole',
        'iam:DeleteServiceLinkedRole',
        'iam:ListRoles',
        'organizations:DescribeOrganization',
      ],
      resources: ['*'],
    }),
  ],
})

const developApplications = defineTask({
  id: 'develop-applications',
  title: 'Develop applications',
  policies: [powerUserExampleCorp],
})

export const powerUser = defineRole({
  id: 'power-user',
  title: 'Power User',
  department: 'Engineering',
  group: 'PowerUsers',
  owner: 'engineering@examplecorp.com',
  justification: 'Builds applications while it is not yet known which services they need',
  // As AWS's document has it: the permissions come when the person has signed in and set a password of their own.
  activation: 'after first sign-in',
  tasks: [developApplications],
})
