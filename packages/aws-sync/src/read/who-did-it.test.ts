import * as iamSdk from '@aws-sdk/client-iam'
import type { Trace } from '@rolewright/core'
import { beforeEach, describe, expect, it } from 'vitest'
import { openSandbox, type Sandbox } from '../sandbox/index.ts'
import { whoDidIt } from './who-did-it.ts'

const options = { partition: 'aws', perSecond: Infinity }
const member = (user: string): Trace => ({
  operations: ['AddUserToGroup'],
  resource: user,
  about: [`user/${user}`, 'group/Clerk'],
})

let now = new Date('2026-06-01T08:00:00Z')
let sandbox: Sandbox
let iam: iamSdk.IAMClient
beforeEach(async () => {
  now = new Date('2026-06-01T08:00:00Z')
  sandbox = await openSandbox({ accountId: '111122223333', clock: () => now })
  iam = sandbox.clients.iam
  for (const GroupName of ['Clerk', 'Other'])
    await iam.send(new iamSdk.CreateGroupCommand({ GroupName, Path: '/own/' }))
  await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
})

describe('who did it', () => {
  it('is who last made the call that fits, on exactly these things', async () => {
    await iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Clerk', UserName: 'ana' }))
    now = new Date('2026-06-01T08:01:00Z')
    await iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Other', UserName: 'ana' }))
    await iam.send(new iamSdk.RemoveUserFromGroupCommand({ GroupName: 'Clerk', UserName: 'ana' }))
    const trace = member('ana')
    const { deeds, notLookedUp } = await whoDidIt(sandbox.clients, [trace], options)
    expect(notLookedUp).toBe(0)
    expect(deeds.get(trace)).toMatchObject({ name: 'AddUserToGroup', at: '2026-06-01T08:00:00.000Z' })
  })

  it('is nobody whose call failed', async () => {
    await iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Nowhere', UserName: 'ana' })).catch(() => undefined)
    const trace = { ...member('ana'), about: ['user/ana', 'group/Nowhere'] }
    expect((await whoDidIt(sandbox.clients, [trace], options)).deeds.size).toBe(0)
  })

  it('is looked for further back than a page of events', async () => {
    await iam.send(new iamSdk.AddUserToGroupCommand({ GroupName: 'Clerk', UserName: 'ana' }))
    for (let times = 0; times < 60; times++) await iam.send(new iamSdk.GetUserCommand({ UserName: 'ana' }))
    const trace = member('ana')
    expect((await whoDidIt(sandbox.clients, [trace], options)).deeds.get(trace)).toMatchObject({
      name: 'AddUserToGroup',
    })
  })

  it('is not looked for without end', async () => {
    const traces = Array.from({ length: 53 }, (_, index) => member(`user${index}`))
    expect(await whoDidIt(sandbox.clients, traces, options)).toEqual({ deeds: new Map(), notLookedUp: 3 })
  })
})
