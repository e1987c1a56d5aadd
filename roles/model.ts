import { defineModel, suppress, type Model } from '@rolewright/core'
import { dev, parameters, prod } from './accounts.ts'
import { accountsPayableClerk } from './accounts-payable-clerk.ts'
import { administrators } from './administrators.ts'
import { cloudHsmAdministrator } from './cloudhsm-administrator.ts'
import { cloudHsmOperator } from './cloudhsm-operator.ts'
import { dataAdministrator } from './data-administrator.ts'
import { dataScientist } from './data-scientist.ts'
import { financeManager } from './finance-manager.ts'
import { iamAdministrator } from './iam-administrator.ts'
import { itManager } from './it-manager.ts'
import { people } from './people.ts'
import { powerUser } from './power-user.ts'
import { softwareDeveloper } from './software-developer.ts'
import { testEngineer } from './test-engineer.ts'

/** The example company: the roles, tasks and permissions of AWS's own best-practice documents. */
const model: Model = defineModel({
  id: 'example',
  title: 'Example Corp',
  roles: [
    accountsPayableClerk,
    financeManager,
    dataScientist,
    dataAdministrator,
    softwareDeveloper,
    testEngineer,
    itManager,
    cloudHsmAdministrator,
    cloudHsmOperator,
    iamAdministrator,
    administrators,
    powerUser,
  ],
  people,
  accounts: [dev, prod],
  parameters,
  suppressions: [
    suppress({
      code: 'CREATE_SLR_WITH_STAR_IN_RESOURCE',
      path: 'policy CloudHsmAdminPolicy',
      reason: "the user guide's policy, kept word for word",
      until: '2027-12-31',
    }),
    suppress({
      code: 'RW-PERMISSION-WILDCARD',
      path: 'role cloudhsm-administrator',
      reason: "the user guide's policy, kept word for word",
      until: '2027-12-31',
    }),
    suppress({
      code: 'CREATE_SLR_WITH_STAR_IN_RESOURCE',
      path: 'policy PowerUserExampleCorp',
      reason: 'kept until it is known which services the team needs',
      until: '2027-12-31',
    }),
  ],
})

export default model
