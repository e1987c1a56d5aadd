import { defineRole, defineTask } from '@rolewright/core'
import { workInSubnet } from './tasks/work-in-subnet.ts'

const runTestScripts = defineTask({
  id: 'run-test-scripts',
  title: 'Run test scripts',
  policies: [workInSubnet({ environment: 'test', policy: 'Ec2InTestSubnet', subnet: '{{testSubnet}}' })],
})

export const testEngineer = defineRole({
  id: 'test-engineer',
  title: 'Test Engineer',
  department: 'Engineering',
  owner: 'engineering@examplecorp.com',
  justification: 'Runs the test suites on machines of the test network',
  tasks: [runTestScripts],
})
