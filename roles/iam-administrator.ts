import { awsManaged, defineRole, defineTask } from '@rolewright/core'

const administerIam = defineTask({
  id: 'administer-iam',
  title: 'Administer IAM',
  policies: [awsManaged('IAMFullAccess')],
})

export const iamAdministrator = defineRole({
  id: 'iam-administrator',
  title: 'IAM Administrator',
  department: 'Security',
  owner: 'security@examplecorp.com',
  justification: 'Sets up users, groups and policies; the root user stays locked away',
  requireMfa: true,
  sensitive: true,
  tasks: [administerIam],
})
