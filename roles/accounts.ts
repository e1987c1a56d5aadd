import { defineAccount } from '@rolewright/core'
import { z } from 'zod'

/** What every account has to say about itself; `{{accountId}}` is there without being said. */
export const parameters = z.strictObject({
  inputBucket: z.string(),
  outputBucket: z.string(),
  devSubnet: z.string().startsWith('subnet-').optional(),
  testSubnet: z.string().startsWith('subnet-').optional(),
})

export const dev = defineAccount({
  id: 'dev',
  title: 'Development and test',
  accountId: '111122223333',
  parameters: {
    inputBucket: 'examplecorp-dev-input',
    outputBucket: 'examplecorp-dev-output',
    devSubnet: 'subnet-0d3v0000000000001',
    testSubnet: 'subnet-07e57000000000001',
  },
})

/** Nobody develops or tests in production, so these roles do not go there. */
export const prod = defineAccount({
  id: 'prod',
  title: 'Production',
  accountId: '444455556666',
  parameters: {
    inputBucket: 'examplecorp-prod-input',
    outputBucket: 'examplecorp-prod-output',
  },
  roles: [
    'accounts-payable-clerk',
    'finance-manager',
    'data-scientist',
    'data-administrator',
    'it-manager',
    'cloudhsm-administrator',
    'cloudhsm-operator',
    'iam-administrator',
    'administrators',
  ],
})
