import { runSimulation, type Simulation } from '@cloud-copilot/iam-simulate'

/** Whether the peer allows a request of a user who has one policy, by its documented entry point. */
export async function simulateAllowed(
  policy: unknown,
  request: { action: string; resource: string },
): Promise<boolean> {
  const simulation: Simulation = {
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
  const result = await runSimulation(simulation, {})
  if (result.resultType === 'error') throw new Error(`the peer failed: ${JSON.stringify(result.errors)}`)
  return result.overallResult === 'Allowed'
}
