import { describe, expect, it } from 'vitest'
import { accountCaller } from '../audit/record-account-call.ts'
import { openStubEndpoint } from '../read/stub-endpoint.testing.ts'
import { deleteServiceRole } from './role-deletion.ts'

const TASK = 'task/aws-service-role/cloudhsm.amazonaws.com/AWSServiceRoleForCloudHSM/0b5c5a9e'
const call = accountCaller({ history: undefined, task: 'cloudhsm disable', before: () => undefined })

/** Deletes the role where AWS stays in progress for so many looks, and gives how long was waited and what was told. */
async function deleteAfter(looks: number) {
  const seen: string[] = []
  let waited = 0
  const endpoint = await openStubEndpoint((operation, input, earlier) => {
    if (operation === 'DeleteServiceLinkedRole') return `<DeletionTaskId>${TASK}</DeletionTaskId>`
    expect(input.get('DeletionTaskId')).toBe(TASK)
    return `<Status>${earlier < looks ? 'IN_PROGRESS' : 'SUCCEEDED'}</Status>`
  })
  const sleep = (milliseconds: number): Promise<void> => Promise.resolve(void (waited += milliseconds))
  const onStatus = (status: string): void => void seen.push(status)
  const outcome = await deleteServiceRole(endpoint.clients, { call, sleep, onStatus }).catch((error: unknown) => error)
  await endpoint.close()
  return { outcome, seen, minutes: waited / 60_000 }
}

describe('the deletion of the service-linked role', () => {
  it('is followed to its end', async () => {
    const { outcome, seen, minutes } = await deleteAfter(3)
    expect(outcome).toBeUndefined()
    expect(seen).toEqual(['IN_PROGRESS', 'IN_PROGRESS', 'IN_PROGRESS', 'SUCCEEDED'])
    expect(minutes).toBeLessThan(1)
  })

  it('is given up on after ten minutes, with word that the task goes on', async () => {
    const { outcome, minutes } = await deleteAfter(Infinity)
    expect(outcome).toMatchObject({
      code: 'service-role-pending',
      message: 'AWS is still deleting the role `AWSServiceRoleForCloudHSM` after 10 minutes',
      hint: 'run it again later: it goes on with the same task',
    })
    expect(minutes).toBeGreaterThanOrEqual(10)
    expect(minutes).toBeLessThan(11)
  })
})
