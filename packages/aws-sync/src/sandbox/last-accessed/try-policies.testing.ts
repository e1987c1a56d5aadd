import {
  CreateUserCommand,
  GenerateServiceLastAccessedDetailsCommand,
  GetServiceLastAccessedDetailsCommand,
  type IAMClient,
  ListPoliciesGrantingServiceAccessCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam'
import fc from 'fast-check'
import { expect } from 'vitest'
import { openSandbox } from '../open-sandbox.ts'
import { documents, listedByTrying, rowsByTrying, services, type Statement, textOf } from './rules-by-trying.testing.ts'

const arnOf = (name: string): string => `arn:aws:iam::111122223333:user/${name}`

/** An account where each user that is asked for is a new one. */
async function openAccount(): Promise<{ iam: IAMClient; userWith: (all: readonly Statement[][]) => Promise<string> }> {
  const { iam } = (await openSandbox({ accountId: '111122223333' })).clients
  let count = 0
  return {
    iam,
    userWith: async (all) => {
      const UserName = `u${count++}`
      await iam.send(new CreateUserCommand({ UserName }))
      for (const [index, statements] of all.entries()) {
        const PolicyDocument = textOf(statements)
        await iam.send(new PutUserPolicyCommand({ UserName, PolicyName: `p${index}`, PolicyDocument }))
      }
      return arnOf(UserName)
    },
  }
}

async function rowsOf(iam: IAMClient, Arn: string): Promise<(string | undefined)[]> {
  const { JobId } = await iam.send(new GenerateServiceLastAccessedDetailsCommand({ Arn }))
  for (;;) {
    const got = await iam.send(new GetServiceLastAccessedDetailsCommand({ JobId, MaxItems: 1000 }))
    if (got.ServicesLastAccessed !== undefined) return got.ServicesLastAccessed.map((row) => row.ServiceNamespace)
  }
}

/** Fails unless reports of made-up policies have rows of exactly the services that some action on some resource reaches. */
export async function tryRows(numRuns: number): Promise<void> {
  const { iam, userWith } = await openAccount()
  const property = fc.asyncProperty(documents, async (all) => {
    const rows = (await rowsOf(iam, await userWith(all))).filter((service = '') => services.includes(service))
    expect(rows).toEqual(rowsByTrying(all))
  })
  await fc.assert(property, { numRuns })
}

/** Fails unless lists name made-up policies, each by itself, for exactly the services that it may grant. */
export async function tryLists(numRuns: number): Promise<void> {
  const { iam, userWith } = await openAccount()
  const property = fc.asyncProperty(documents, async (all) => {
    const ask = { Arn: await userWith(all), ServiceNamespaces: [...services] }
    const { PoliciesGrantingServiceAccess: answered = [] } = await iam.send(
      new ListPoliciesGrantingServiceAccessCommand(ask),
    )
    const names = answered.map(({ Policies = [] }) => Policies.map(({ PolicyName }) => PolicyName))
    const tried = services.map((service) =>
      all.flatMap((statements, index) => (listedByTrying(statements, service) ? [`p${index}`] : [])),
    )
    expect(names).toEqual(tried)
  })
  await fc.assert(property, { numRuns })
}
