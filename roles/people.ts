import { definePerson, type PersonDefinition } from '@rolewright/core'
import { accountsPayableClerk } from './accounts-payable-clerk.ts'
import { administrators } from './administrators.ts'
import { cloudHsmAdministrator } from './cloudhsm-administrator.ts'
import { cloudHsmOperator } from './cloudhsm-operator.ts'
import { dataAdministrator } from './data-administrator.ts'
import { dataScientist } from './data-scientist.ts'
import { financeManager } from './finance-manager.ts'
import { iamAdministrator } from './iam-administrator.ts'
import { itManager } from './it-manager.ts'
import { powerUser } from './power-user.ts'
import { softwareDeveloper } from './software-developer.ts'
import { testEngineer } from './test-engineer.ts'

const person = (id: string, name: string, roles: PersonDefinition['roles']): PersonDefinition =>
  definePerson({ id, name, userName: `${id.replace('-', '.')}@examplecorp.com`, roles })

export const people: readonly PersonDefinition[] = [
  person('mary-major', 'Mary Major', [powerUser]),
  person('diego-ramirez', 'Diego Ramirez', [powerUser]),
  person('akua-mansa', 'Akua Mansa', [accountsPayableClerk]),
  person('john-stiles', 'John Stiles', [financeManager]),
  person('saanvi-sarkar', 'Saanvi Sarkar', [dataScientist]),
  person('paulo-santos', 'Paulo Santos', [dataScientist, dataAdministrator]),
  person('nikki-wolf', 'Nikki Wolf', [softwareDeveloper, testEngineer]),
  person('carlos-salazar', 'Carlos Salazar', [testEngineer]),
  person('martha-rivera', 'Martha Rivera', [itManager]),
  person('wang-xiulan', 'Wang Xiulan', [cloudHsmAdministrator, cloudHsmOperator]),
  person('arnav-desai', 'Arnav Desai', [iamAdministrator]),
  person('jane-doe', 'Jane Doe', [administrators]),
]
