import { expect, it } from 'vitest'
import { openStubEndpoint } from '../read/stub-endpoint.testing.ts'
import { readHoldings } from './read-holdings.ts'

const ARN = 'arn:aws:iam::111122223333:user/mary'
const unknownKinds = new Set(['ListSSHPublicKeys', 'ListSigningCertificates', 'ListServiceSpecificCredentials'])

it('takes a kind of credential that an emulator does not know for none, and any other refusal for what it is', async () => {
  let refused = 'InvalidAction'
  const endpoint = await openStubEndpoint((operation) => {
    if (operation === 'GetUser') return `<User><UserName>mary</UserName><Arn>${ARN}</Arn></User>`
    if (operation === 'GetLoginProfile') return { status: 404, code: 'NoSuchEntity', message: 'No login profile' }
    return unknownKinds.has(operation) ? { status: 403, code: refused, message: `No ${operation}` } : ''
  })
  try {
    expect(await readHoldings(endpoint.clients, 'mary')).toMatchObject({
      user: 'mary',
      sshKeys: [],
      certificates: [],
      serviceCredentials: [],
    })
    refused = 'AccessDenied'
    await expect(readHoldings(endpoint.clients, 'mary')).rejects.toMatchObject({ code: 'aws-access-denied' })
  } finally {
    await endpoint.close()
  }
})
