import { runSimulation, runUnsafeSimulation, type Simulation } from '@cloud-copilot/iam-simulate'

interface AskedRequest {
  readonly action: string
  readonly resource: string
}

/** Whether the peer allows a request of a user who has one policy, by its documented entry point. */
export async function simulateAllowed(policy: unknown, request: AskedRequest): Promise<boolean> {
  const result = await runSimulation(simulation(policy, request), {})
  if (result.resultType === 'error') throw new Error(`the peer failed: ${JSON.stringify(result.errors)}`)
  return result.overallResult === 'Allowed'
}

/** The same by the entry point that checks neither the policy nor the request and says nothing but the answer. */
export function simulateUnchecked(policy: unknown, request: AskedRequest): boolean {
  return runUnsafeSimulation(simulation(policy, request), {}) === 'Allowed'
}

function simulation(policy: unknown, request: AskedRequest): Simulation {
  return {
    request: {
      principal: 'arn:aws:iam::111122223333:user/mary',
      action: request.action,
      resource: { resource: request.resource, accountId: '111122223333' },
      contextVariables: {},
    },
    identityPolicies: [{ name: 'policy', policy }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  }
}
