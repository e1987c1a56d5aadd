import { awsManaged, defineRole, defineTask } from '@rolewright/core'

const reviewInfrastructure = defineTask({
  id: 'review-deployed-infrastructure',
  title: 'Review deployed infrastructure',
  description: 'AWS extends this policy itself as services come; the lock file shows each change as a difference',
  policies: [awsManaged('ReadOnlyAccess')],
})

export const itManager = defineRole({
  id: 'it-manager',
  title: 'IT Manager',
  department: 'IT',
  owner: 'it@examplecorp.com',
  justification: 'Looks over everything that is deployed, and changes nothing',
  tasks: [reviewInfrastructure],
})
