import { defineRole } from '@rolewright/core'
import { reviewBills } from './tasks/review-bills.ts'

export const financeManager = defineRole({
  id: 'finance-manager',
  title: 'Finance Manager',
  department: 'Finance',
  owner: 'finance@examplecorp.com',
  justification: 'Answers for what the company spends on AWS',
  tasks: [reviewBills],
})
