/** A first role in files of its own, for a repository that has no config yet; `modelId` is lower-case words with hyphens. */
export function firstRole(modelId: string): Readonly<Record<string, string>> {
  return {
    'rolewright.config.ts': `import { defineConfig } from '@rolewright/core'
import model from './roles/model.ts'

export default defineConfig({ model })
`,
    'roles/model.ts': `import { defineModel } from '@rolewright/core'
import { main } from './accounts.ts'
import { accountsPayableClerk } from './accounts-payable-clerk.ts'
import { people } from './people.ts'

export default defineModel({ id: '${modelId}', roles: [accountsPayableClerk], people, accounts: [main] })
`,
    'roles/accounts.ts': `import { defineAccount } from '@rolewright/core'

// The number is AWS's own example: write yours.
export const main = defineAccount({ id: 'main', accountId: '111122223333' })
`,
    'roles/people.ts': `import { definePerson, type PersonDefinition } from '@rolewright/core'
import { accountsPayableClerk } from './accounts-payable-clerk.ts'

export const people: readonly PersonDefinition[] = [
  definePerson({
    id: 'akua-mansa',
    userName: 'akua.mansa@example.com',
    name: 'Akua Mansa',
    roles: [accountsPayableClerk],
  }),
]
`,
    'roles/accounts-payable-clerk.ts': `import { allow, definePolicy, defineRole, defineTask } from '@rolewright/core'

const readBills = definePolicy({
  name: 'ReadBills',
  description: 'Reads bills and invoices',
  statements: [allow({ actions: ['billing:Get*', 'invoicing:List*'], resources: ['*'] })],
})

const reviewBills = defineTask({ id: 'review-bills', title: 'Review bills', policies: [readBills] })

export const accountsPayableClerk = defineRole({
  id: 'accounts-payable-clerk',
  title: 'Accounts Payable Clerk',
  owner: 'finance@example.com',
  justification: 'Holds what AWS charges against what was ordered',
  tasks: [reviewBills],
})
`,
  }
}
