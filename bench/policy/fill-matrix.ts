import { actionNames, allowedActionSet, expandActions, parsePolicy } from '@rolewright/core/policy'
import type { BenchRow } from './bench-row.ts'
import { latestManagedPolicies } from './latest-managed-policies.ts'
import { fastest } from './rate.ts'
import { simulateAllowed } from './simulate-peer.ts'

const atLeast = 10_000
const roleCount = 1000
const askedOfPeer = 22

/** Which of 1,000 roles, each a managed policy of AWS, may do which action: every action for us, 22 for the peer. */
export default async function fillMatrix(): Promise<BenchRow> {
  const roles = latestManagedPolicies().slice(0, roleCount)
  const everything = expandActions('*')
  const asked = everything.filter((_, index) => index % Math.ceil(everything.length / askedOfPeer) === 0)
  const documents = roles.map(({ text }) => parsePolicy(text))
  const policies = roles.map(({ text }) => JSON.parse(text))

  const fill = (): number => {
    let filled = 0
    for (const document of documents) filled += allowedActionSet(document).words.length
    return filled
  }
  let cells = 0
  const askPeer = async (): Promise<void> => {
    cells = 0
    for (const [index, policy] of policies.entries()) {
      const document = documents[index]
      const allowed = new Set(document === undefined ? [] : actionNames(allowedActionSet(document)))
      for (const action of asked) {
        cells++
        if ((await simulateAllowed(policy, { action, resource: '*' })) !== allowed.has(action))
          throw new Error(`the peer decides ${action} of ${roles[index]?.name ?? ''} differently`)
      }
    }
  }
  const peerTime = await fastest(askPeer, 1)
  const time = await fastest(fill, 5)
  const peerRate = (cells / peerTime) * 1000
  const rate = ((roles.length * everything.length) / time) * 1000
  const ratio = rate / peerRate
  return {
    work: `matrix of ${roleCount.toLocaleString('en')} roles by all actions (${Math.round((roles.length * everything.length) / 1e6)} million cells)`,
    peer: `iam-simulate, ${cells.toLocaleString('en')} cells`,
    peerResult: `${Math.round(peerRate).toLocaleString('en')} cells a second`,
    ours: `${Math.round(rate / 1e6).toLocaleString('en')} million cells a second`,
    ratio,
    target: `at least ${atLeast.toLocaleString('en')} times`,
    holds: ratio >= atLeast,
  }
}
