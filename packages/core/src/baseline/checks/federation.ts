import { BEST_PRACTICES, type BaselineCheck, type FoundFact, verdictOf } from '../baseline-check.ts'
import { otherAccounts } from '../trusted.ts'

const section = (name: string): BaselineCheck['source'] => ({ document: BEST_PRACTICES, section: name })

export const federation: BaselineCheck = {
  id: 'federation',
  code: 'RW-BASE-FEDERATION',
  severity: 'info',
  title: 'people come by federation',
  explanation:
    'The company’s own directory knows who has left. Groups by business role map to roles of federation without a change to their policies.',
  source: section('Federating existing users'),
  unseen:
    'IAM Identity Center and the directory: IAM shows only SAML and OIDC providers. An OIDC provider may be for programs alone.',
  mend: {
    by: 'person',
    steps: [
      'Connect the directory: IAM Identity Center, or a SAML provider in IAM.',
      'Make a role of federation for each business role, with the same managed policies.',
      'When people use it, offboard their IAM users; keep one or two for emergencies.',
    ],
  },
  judge: ({ credentials, providers }) => {
    const people = credentials.filter(({ password }) => password !== null)
    const count = providers.saml.length + providers.oidc.length
    const by =
      count === 0
        ? 'and there is no SAML or OIDC provider'
        : `though there ${count === 1 ? 'is a provider' : `are ${count} providers`}`
    if (people.length === 0) {
      return count === 0
        ? {
            kind: 'unseen',
            says: 'Nobody has an IAM password, and IAM has no provider: how people come in can’t be seen here.',
          }
        : { kind: 'passed', says: `Nobody has an IAM password; ${count} provider${count === 1 ? '' : 's'}.` }
    }
    return verdictOf(
      people.map(({ user }): FoundFact => ({
        message: `\`${user}\` signs in with an IAM password, ${by}`,
        path: `user ${user}`,
      })),
      '',
    )
  },
}

export const severalAccounts: BaselineCheck = {
  id: 'several-accounts',
  code: 'RW-BASE-ACCOUNTS',
  severity: 'info',
  title: 'work is divided among accounts',
  explanation: 'Several accounts divide bills, limit access, and keep what goes wrong small.',
  source: section('Creating multiple accounts'),
  unseen: 'IAM shows one account. What is told comes from the model and from whom the roles trust.',
  mend: {
    by: 'person',
    steps: [
      'Make another account in AWS Organizations, for example one for production.',
      'Add it to the model with `defineAccount`, with its own parameters and the roles that go there.',
      'Let people of one account into the other by a role that trusts it.',
    ],
  },
  judge: ({ ownAccounts, state }) => {
    const trusted = new Set(state.roles.flatMap((role) => otherAccounts(role)).filter((id) => ownAccounts.includes(id)))
    if (ownAccounts.length < 2 && trusted.size === 0)
      return { kind: 'unseen', says: 'The model has this account alone, and no role trusts another of the company’s.' }
    return {
      kind: 'passed',
      says: `The model has ${ownAccounts.length} accounts; ${trusted.size} of them come in by a role.`,
    }
  },
}
