import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import * as iamSdk from '@aws-sdk/client-iam'
import { beforeEach, describe, expect, it } from 'vitest'
import { certificateBody } from './public-halves.testing.ts'
import { openSandbox, type Sandbox } from './open-sandbox.ts'

const accountId = '111122223333'
const { publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()

let now = new Date('2026-09-11T13:14:43Z')
let sandbox: Sandbox
let iam: iamSdk.IAMClient

beforeEach(async () => {
  now = new Date('2026-09-11T13:14:43Z')
  sandbox = await openSandbox({ accountId, clock: () => now })
  iam = sandbox.clients.iam
  await iam.send(new iamSdk.CreateUserCommand({ UserName: 'ana' }))
})

const later = (milliseconds: number): void => void (now = new Date(now.getTime() + milliseconds))
const refused = (name: string): object => expect.objectContaining({ name })

describe('a virtual MFA device', () => {
  it('is made, enabled with two codes, shown, and deleted only when it is not in use', async () => {
    const made = await iam.send(new iamSdk.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'ana-phone' }))
    const SerialNumber = made.VirtualMFADevice?.SerialNumber ?? ''
    expect(SerialNumber).toBe(`arn:aws:iam::${accountId}:mfa/ana-phone`)
    expect(new TextDecoder().decode(made.VirtualMFADevice?.Base32StringSeed)).toMatch(/^[A-Z2-7]{64}$/)
    const again = iam.send(new iamSdk.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'Ana-Phone' }))
    await expect(again).rejects.toEqual(refused('EntityAlreadyExistsException'))
    const enable = (codes: readonly [string, string], serial = SerialNumber): Promise<unknown> =>
      iam.send(
        new iamSdk.EnableMFADeviceCommand({
          UserName: 'ana',
          SerialNumber: serial,
          AuthenticationCode1: codes[0],
          AuthenticationCode2: codes[1],
        }),
      )
    await expect(enable(['123456', '123456'])).rejects.toEqual(refused('InvalidAuthenticationCodeException'))
    await expect(enable(['123456', '654321'], `${SerialNumber}x`)).rejects.toEqual(refused('NoSuchEntityException'))
    await enable(['123456', '654321'])
    await expect(enable(['123456', '654321'])).rejects.toEqual(refused('EntityAlreadyExistsException'))
    const { MFADevices } = await iam.send(new iamSdk.ListMFADevicesCommand({ UserName: 'ana' }))
    expect(MFADevices).toEqual([{ UserName: 'ana', SerialNumber, EnableDate: now }])
    const list = (AssignmentStatus: iamSdk.AssignmentStatusType) =>
      iam.send(new iamSdk.ListVirtualMFADevicesCommand({ AssignmentStatus }))
    expect((await list('Assigned')).VirtualMFADevices).toMatchObject([{ SerialNumber, User: { UserName: 'ana' } }])
    expect((await list('Unassigned')).VirtualMFADevices).toEqual([])
    const remove = () => iam.send(new iamSdk.DeleteVirtualMFADeviceCommand({ SerialNumber }))
    await expect(remove()).rejects.toEqual(refused('DeleteConflictException'))
    const deleteUser = iam.send(new iamSdk.DeleteUserCommand({ UserName: 'ana' }))
    await expect(deleteUser).rejects.toEqual(refused('DeleteConflictException'))
    await iam.send(new iamSdk.DeactivateMFADeviceCommand({ UserName: 'ana', SerialNumber }))
    await remove()
    expect((await list('Any')).VirtualMFADevices).toEqual([])
  })

  it('of the root user shows in the account summary', async () => {
    const { VirtualMFADevice } = await iam.send(
      new iamSdk.CreateVirtualMFADeviceCommand({ VirtualMFADeviceName: 'root-account-mfa-device' }),
    )
    const SerialNumber = VirtualMFADevice?.SerialNumber
    const codes = { AuthenticationCode1: '111111', AuthenticationCode2: '222222' }
    await iam.send(new iamSdk.EnableMFADeviceCommand({ UserName: 'root', SerialNumber, ...codes }))
    await iam.send(new iamSdk.CreateAccessKeyCommand({}))
    const { SummaryMap } = await iam.send(new iamSdk.GetAccountSummaryCommand({}))
    expect(SummaryMap).toMatchObject({
      AccountMFAEnabled: 1,
      AccountAccessKeysPresent: 1,
      MFADevices: 1,
      MFADevicesInUse: 1,
    })
  })
})

describe('a password', () => {
  const words = ['First-0ne-of-them', 'Second-0ne-of-them', 'Third-0ne-of-them'] as const
  const policyOf = (policy: iamSdk.UpdateAccountPasswordPolicyRequest): Promise<unknown> =>
    iam.send(
      new iamSdk.UpdateAccountPasswordPolicyCommand({
        MinimumPasswordLength: 8,
        AllowUsersToChangePassword: true,
        ...policy,
      }),
    )
  const change = async (from: string, to: string): Promise<unknown> => {
    const own = await sandbox.signIn({ user: 'ana', password: from })
    return own.iam.send(new iamSdk.ChangePasswordCommand({ OldPassword: from, NewPassword: to }))
  }

  it('may not be one of the last, as many as the policy remembers, whoever sets it', async () => {
    await policyOf({ PasswordReusePrevention: 2 })
    await iam.send(new iamSdk.CreateLoginProfileCommand({ UserName: 'ana', Password: words[0] }))
    await expect(change(words[0], words[0])).rejects.toEqual(refused('PasswordPolicyViolationException'))
    await change(words[0], words[1])
    await expect(change(words[1], words[0])).rejects.toEqual(refused('PasswordPolicyViolationException'))
    const reset = iam.send(new iamSdk.UpdateLoginProfileCommand({ UserName: 'ana', Password: words[0] }))
    await expect(reset).rejects.toEqual(refused('PasswordPolicyViolationException'))
    await change(words[1], words[2])
    await change(words[2], words[0])
  })

  it('that has expired lets its user in to change it, unless only an administrator may', async () => {
    await policyOf({ MaxPasswordAge: 30 })
    await iam.send(new iamSdk.CreateLoginProfileCommand({ UserName: 'ana', Password: words[0] }))
    later(31 * 86_400_000)
    await change(words[0], words[1])
    await policyOf({ MaxPasswordAge: 30, HardExpiry: true })
    later(29 * 86_400_000)
    await sandbox.signIn({ user: 'ana', password: words[1] })
    later(86_400_000)
    await expect(sandbox.signIn({ user: 'ana', password: words[1] })).rejects.toMatchObject({
      code: 'sandbox-use',
      message: 'the password of `ana` has expired: an administrator has to set a new one',
    })
    await iam.send(new iamSdk.UpdateLoginProfileCommand({ UserName: 'ana', Password: words[2] }))
    await sandbox.signIn({ user: 'ana', password: words[2] })
  })
})

describe('an SSH public key', () => {
  it('is uploaded in either form, given in either form, put out of force and deleted', async () => {
    const upload = (SSHPublicKeyBody: string) =>
      iam.send(new iamSdk.UploadSSHPublicKeyCommand({ UserName: 'ana', SSHPublicKeyBody }))
    const { SSHPublicKey } = await upload(pem)
    expect(SSHPublicKey).toMatchObject({ UserName: 'ana', Status: 'Active', UploadDate: now })
    expect(SSHPublicKey?.Fingerprint).toMatch(/^([0-9a-f]{2}:){15}[0-9a-f]{2}$/)
    const line = SSHPublicKey?.SSHPublicKeyBody ?? ''
    await expect(upload(`${line} ana@laptop`)).rejects.toEqual(refused('DuplicateSSHPublicKeyException'))
    await expect(upload('ssh-rsa AAAA')).rejects.toEqual(refused('InvalidPublicKeyException'))
    await expect(upload('ssh-ed25519 AAAA')).rejects.toEqual(refused('UnrecognizedPublicKeyEncodingException'))
    const key = { UserName: 'ana', SSHPublicKeyId: SSHPublicKey?.SSHPublicKeyId }
    const shown = await iam.send(new iamSdk.GetSSHPublicKeyCommand({ ...key, Encoding: 'PEM' }))
    const body = shown.SSHPublicKey?.SSHPublicKeyBody ?? ''
    expect(createPublicKey(body).export({ format: 'jwk' })).toEqual(publicKey.export({ format: 'jwk' }))
    await iam.send(new iamSdk.UpdateSSHPublicKeyCommand({ ...key, Status: 'Inactive' }))
    const { SSHPublicKeys } = await iam.send(new iamSdk.ListSSHPublicKeysCommand({ UserName: 'ana' }))
    expect(SSHPublicKeys).toEqual([{ ...key, Status: 'Inactive', UploadDate: now }])
    await expect(iam.send(new iamSdk.DeleteUserCommand({ UserName: 'ana' }))).rejects.toEqual(
      refused('DeleteConflictException'),
    )
    await iam.send(new iamSdk.DeleteSSHPublicKeyCommand(key))
    await iam.send(new iamSdk.DeleteUserCommand({ UserName: 'ana' }))
  })
})

describe('a service-specific credential', () => {
  it('tells its password once, can be reset, put out of force and deleted; a service takes two', async () => {
    const create = (ServiceName: string) =>
      iam.send(new iamSdk.CreateServiceSpecificCredentialCommand({ UserName: 'ana', ServiceName }))
    const { ServiceSpecificCredential: first } = await create('codecommit.amazonaws.com')
    expect(first).toMatchObject({ ServiceUserName: `ana-at-${accountId}`, Status: 'Active', UserName: 'ana' })
    expect(first?.ServicePassword).toMatch(/^\S{40}$/)
    await create('codecommit.amazonaws.com')
    await expect(create('codecommit.amazonaws.com')).rejects.toEqual(refused('LimitExceededException'))
    await expect(create('s3.amazonaws.com')).rejects.toEqual(refused('ServiceNotSupportedException'))
    const id = { UserName: 'ana', ServiceSpecificCredentialId: first?.ServiceSpecificCredentialId }
    const reset = await iam.send(new iamSdk.ResetServiceSpecificCredentialCommand(id))
    expect(reset.ServiceSpecificCredential?.ServicePassword).not.toBe(first?.ServicePassword)
    await iam.send(new iamSdk.UpdateServiceSpecificCredentialCommand({ ...id, Status: 'Inactive' }))
    const listed = await iam.send(new iamSdk.ListServiceSpecificCredentialsCommand({ UserName: 'ana' }))
    const states = listed.ServiceSpecificCredentials?.map(({ Status }) => Status).toSorted()
    expect(states).toEqual(['Active', 'Inactive'])
    expect(JSON.stringify(listed)).not.toContain(first?.ServicePassword)
    await iam.send(new iamSdk.DeleteServiceSpecificCredentialCommand(id))
    const all = await iam.send(new iamSdk.ListServiceSpecificCredentialsCommand({ AllUsers: true }))
    expect(all.ServiceSpecificCredentials).toHaveLength(1)
  })
})

describe('a signing certificate', () => {
  it('is uploaded once, put out of force and deleted', async () => {
    const upload = () =>
      iam.send(new iamSdk.UploadSigningCertificateCommand({ UserName: 'ana', CertificateBody: certificateBody }))
    const { Certificate } = await upload()
    expect(Certificate).toMatchObject({ UserName: 'ana', Status: 'Active', UploadDate: now })
    await expect(upload()).rejects.toEqual(refused('DuplicateCertificateException'))
    const id = { UserName: 'ana', CertificateId: Certificate?.CertificateId }
    await iam.send(new iamSdk.UpdateSigningCertificateCommand({ ...id, Status: 'Inactive' }))
    const { Certificates } = await iam.send(new iamSdk.ListSigningCertificatesCommand({ UserName: 'ana' }))
    expect(Certificates).toMatchObject([{ ...id, Status: 'Inactive', CertificateBody: certificateBody }])
    await expect(iam.send(new iamSdk.DeleteUserCommand({ UserName: 'ana' }))).rejects.toEqual(
      refused('DeleteConflictException'),
    )
    await iam.send(new iamSdk.DeleteSigningCertificateCommand(id))
    await iam.send(new iamSdk.DeleteUserCommand({ UserName: 'ana' }))
  })

  it('that is none is refused as malformed', async () => {
    const CertificateBody = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'
    const upload = iam.send(new iamSdk.UploadSigningCertificateCommand({ UserName: 'ana', CertificateBody }))
    await expect(upload).rejects.toEqual(refused('MalformedCertificateException'))
  })
})

describe('the credential report', () => {
  const generate = () => iam.send(new iamSdk.GenerateCredentialReportCommand({}))
  const get = () => iam.send(new iamSdk.GetCredentialReportCommand({}))

  it('goes through the states that were recorded, and keeps its bytes for four hours', async () => {
    await expect(get()).rejects.toEqual(refused('CredentialReportNotPresentException'))
    expect(await generate()).toMatchObject({
      State: 'STARTED',
      Description: 'No report exists. Starting a new report generation task',
    })
    later(966)
    await expect(get()).rejects.toEqual(refused('CredentialReportNotReadyException'))
    later(941)
    expect((await generate()).State).toBe('COMPLETE')
    const first = await get()
    expect(first).toMatchObject({ ReportFormat: 'text/csv', GeneratedTime: new Date('2026-09-11T13:14:44Z') })
    await iam.send(new iamSdk.CreateUserCommand({ UserName: 'late' }))
    later(3_600_000)
    expect((await generate()).State).toBe('COMPLETE')
    expect((await get()).Content).toEqual(first.Content)
    later(3 * 3_600_000)
    await expect(get()).rejects.toEqual(refused('CredentialReportExpiredException'))
    expect((await generate()).State).toBe('STARTED')
    expect((await generate()).State).toBe('INPROGRESS')
    expect((await generate()).State).toBe('COMPLETE')
    expect(new TextDecoder().decode((await get()).Content)).toContain('\nlate,')
  })

  it('has the bytes that were recorded', async () => {
    const user = (UserName: string) => iam.send(new iamSdk.CreateUserCommand({ UserName, Path: '/credential-report/' }))
    await user('z-bare')
    await user('C-reset-required')
    await iam.send(
      new iamSdk.CreateLoginProfileCommand({
        UserName: 'C-reset-required',
        Password: 'Abcd1234!',
        PasswordResetRequired: true,
      }),
    )
    await user('b-keys-old-inactive')
    const { AccessKey } = await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: 'b-keys-old-inactive' }))
    later(2000)
    await iam.send(new iamSdk.CreateAccessKeyCommand({ UserName: 'b-keys-old-inactive' }))
    await iam.send(
      new iamSdk.UpdateAccessKeyCommand({
        UserName: 'b-keys-old-inactive',
        AccessKeyId: AccessKey?.AccessKeyId,
        Status: 'Inactive',
      }),
    )
    await sandbox.use({ user: '<root_account>', action: 'signin:ConsoleLogin' })
    await generate()
    later(2000)
    const text = new TextDecoder().decode((await get()).Content)
    const none = 'false,N/A,N/A,N/A,N/A'
    const arn = `arn:aws:iam::${accountId}:user/credential-report/`
    expect(text).toBe(
      [
        'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated',
        `<root_account>,arn:aws:iam::${accountId}:root,2026-09-11T13:14:43Z,not_supported,2026-09-11T13:14:45Z,2026-09-11T13:14:43Z,not_supported,false,${none},${none},false,N/A,false,N/A`,
        `ana,arn:aws:iam::${accountId}:user/ana,2026-09-11T13:14:43Z,false,N/A,N/A,N/A,false,${none},${none},false,N/A,false,N/A`,
        `b-keys-old-inactive,${arn}b-keys-old-inactive,2026-09-11T13:14:43Z,false,N/A,N/A,N/A,false,true,2026-09-11T13:14:45Z,N/A,N/A,N/A,false,2026-09-11T13:14:43Z,N/A,N/A,N/A,false,N/A,false,N/A`,
        `C-reset-required,${arn}C-reset-required,2026-09-11T13:14:43Z,true,no_information,2026-09-11T13:14:43Z,N/A,false,${none},${none},false,N/A,false,N/A`,
        `z-bare,${arn}z-bare,2026-09-11T13:14:43Z,false,N/A,N/A,N/A,false,${none},${none},false,N/A,false,N/A`,
      ].join('\n'),
    )
  })
})
