import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'
import { privilegedUsers, unconditionalPower } from '../privileged.ts'

const section = (name: string): BaselineCheck['source'] => ({ document: BEST_PRACTICES, section: name })
const MANAGED = section('Use managed policies rather than group or user policies')

export const inlinePolicies: BaselineCheck = {
  id: 'inline-policies',
  code: 'RW-BASE-INLINE',
  severity: 'warning',
  title: 'no policy lies inside a group or user',
  explanation: 'A managed policy can be reused, versioned and reviewed; one inside a group or user is seen by nobody.',
  source: MANAGED,
  unseen: '',
  mend: {
    by: 'baseline',
    does: 'makes a managed policy of each that lies inside a group, attaches it to the group, and deletes the inline one last; those inside users need a group first, which a person decides',
  },
  judge: ({ state }) =>
    verdictOf(
      [
        ...state.groups.map((group) => ({ kind: 'group', ...group })),
        ...state.users.map((user) => ({ kind: 'user', ...user })),
      ].flatMap(({ kind, name, inlinePolicies: inline }) =>
        inline.map((policy): FoundFact => ({
          message: `the policy \`${policy.name}\` lies inside the ${kind} \`${name}\``,
          path: `${kind} ${name} > policy ${policy.name}`,
        })),
      ),
      'All policies of groups and users are managed ones.',
    ),
}

export const userPolicies: BaselineCheck = {
  id: 'user-policies',
  code: 'RW-BASE-USER-POLICY',
  severity: 'warning',
  title: 'policies are attached to groups, not to users',
  explanation: 'What hangs on one person stays when the job changes. A business role is a group.',
  source: MANAGED,
  unseen: '',
  mend: {
    by: 'person',
    steps: [
      'Decide which business role needs the policy, and put it into a task of that role in the model.',
      'Give the role to the person, and run `rolewright apply`.',
      'Detach it from the user: `aws iam detach-user-policy --user-name <user> --policy-arn <policy>`.',
    ],
  },
  judge: ({ state }) =>
    verdictOf(
      state.users.flatMap(({ name, attachedPolicies }) =>
        attachedPolicies.map((arn): FoundFact => ({
          message: `\`${arn.slice(arn.lastIndexOf('/') + 1)}\` is attached to the user \`${name}\` itself`,
          path: `user ${name}`,
        })),
      ),
      'Users have what their groups have.',
    ),
}

export const conditions: BaselineCheck = {
  id: 'conditions',
  code: 'RW-BASE-CONDITIONS',
  severity: 'info',
  title: 'administrators are held by conditions',
  explanation:
    'Conditions can keep an administrator to sign-ins with MFA, to the company’s addresses, or to office hours. Told is whoever may administer without MFA, from any address, at any time.',
  source: section('Use conditions to make policies more granular'),
  unseen: 'Conditions that service control policies of the organization set.',
  mend: {
    by: 'person',
    steps: [
      'Mark the role `requireMfa: true` in the model, or give its statements conditions such as `aws:SourceIp`.',
      'See with `rolewright plan` whom it touches, then apply it.',
    ],
  },
  judge: (facts) =>
    verdictOf(
      privilegedUsers(facts).flatMap((one): FoundFact[] => {
        const action = unconditionalPower(one, facts.accountId)
        if (action === undefined) return []
        const message = `\`${one.user.name}\` may \`${action}\` without MFA, from any address, at any time`
        return [{ message, path: `user ${one.user.name}` }]
      }),
      'Nobody may administer without a condition.',
    ),
}
