import { defineRole, defineTask } from '@rolewright/core'
import { workInSubnet } from './tasks/work-in-subnet.ts'

const testFeatures = defineTask({
  id: 'test-newly-developed-features',
  title: 'Test newly developed features',
  policies: [workInSubnet({ environment: 'dev', policy: 'Ec2InDevSubnet', subnet: '{{devSubnet}}' })],
})

export const softwareDeveloper = defineRole({
  id: 'software-developer',
  title: 'Software Developer',
  department: 'Engineering',
  owner: 'engineering@examplecorp.com',
  justification: 'Tries new features on machines of the development network',
  tasks: [testFeatures],
})
