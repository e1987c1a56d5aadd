import { awsManaged, defineRole, defineTask } from '@rolewright/core'

const administerAccount = defineTask({
  id: 'administer-the-account',
  title: 'Administer the account',
  policies: [awsManaged('AdministratorAccess')],
})

export const administrators = defineRole({
  id: 'administrators',
  title: 'Administrators',
  department: 'Security',
  owner: 'security@examplecorp.com',
  justification: 'Does what no narrower role can, so that nobody uses the root user',
  sensitive: true,
  tasks: [administerAccount],
})
