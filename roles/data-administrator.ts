import { defineRole, defineTask } from '@rolewright/core'
import { experimentData } from './tasks/experiment-data.ts'

const prepareData = defineTask({
  id: 'prepare-data-for-analysis',
  title: 'Prepare data for analysis',
  policies: [experimentData],
})

export const dataAdministrator = defineRole({
  id: 'data-administrator',
  title: 'Data Administrator',
  department: 'Research',
  owner: 'research@examplecorp.com',
  justification: 'Brings data into the shape that experiments need',
  tasks: [prepareData],
})
