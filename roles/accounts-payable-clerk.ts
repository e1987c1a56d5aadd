import { defineRole } from '@rolewright/core'
import { reviewBills } from './tasks/review-bills.ts'

export const accountsPayableClerk = defineRole({
  id: 'accounts-payable-clerk',
  title: 'Accounts Payable Clerk',
  department: 'Finance',
  owner: 'finance@examplecorp.com',
  justification: 'Holds what AWS charges against what was ordered',
  tasks: [reviewBills],
})
