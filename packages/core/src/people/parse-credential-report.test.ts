import { describe, expect, it } from 'vitest'
import { parseCredentialReport } from './parse-credential-report.ts'

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated'
const root =
  '<root_account>,arn:aws:iam::111122223333:root,2020-01-01T00:00:00+00:00,not_supported,2026-01-02T03:04:05+00:00,not_supported,not_supported,true,false,N/A,N/A,N/A,N/A,false,N/A,N/A,N/A,N/A,false,N/A,false,N/A'
const at = '2026-09-11T13:15:19.000Z'
const row = (user: string, rest: string): string => `${user},arn:aws:iam::111122223333:user/${user},${rest}`
const keys =
  '2026-01-01T00:00:00Z,true,no_information,2026-01-01T00:00:00Z,2026-04-01T00:00:00Z,false,true,2026-01-01T00:00:00Z,2026-02-01T00:00:00Z,eu-west-1,s3,false,2025-01-01T00:00:00Z,N/A,N/A,N/A,true,2026-01-01T00:00:00Z,false,N/A'

describe('parseCredentialReport', () => {
  it('reads dates, states and what was never used', () => {
    const report = parseCredentialReport([header, row('ana', keys), root].join('\n'), at)
    expect(report.root).toMatchObject({
      user: '<root_account>',
      createdAt: '2020-01-01T00:00:00.000Z',
      password: { lastUsed: '2026-01-02T03:04:05.000Z', lastChanged: null, nextRotation: null },
      mfaActive: true,
    })
    expect(report.users).toEqual([
      {
        user: 'ana',
        arn: 'arn:aws:iam::111122223333:user/ana',
        createdAt: '2026-01-01T00:00:00.000Z',
        password: {
          lastUsed: null,
          lastChanged: '2026-01-01T00:00:00.000Z',
          nextRotation: '2026-04-01T00:00:00.000Z',
        },
        mfaActive: false,
        accessKeys: [
          {
            active: true,
            lastRotated: '2026-01-01T00:00:00.000Z',
            lastUsed: { at: '2026-02-01T00:00:00.000Z', region: 'eu-west-1', service: 's3' },
          },
          { active: false, lastRotated: '2025-01-01T00:00:00.000Z', lastUsed: null },
        ],
        certificates: [{ active: true, lastRotated: '2026-01-01T00:00:00.000Z' }],
      },
    ])
  })

  it('takes columns in any order, more of them than it knows, CRLF, and names with commas, quoted or not', () => {
    const more = `new,${header}`
    const text = [more, `x,${root}`, `x,${row('a,b', keys)}`].join('\r\n')
    expect(() => parseCredentialReport(text, at)).toThrow('fields')
    const unquoted = parseCredentialReport([header, root, row('a,b', keys)].join('\r\n'), at)
    expect(unquoted.users[0]).toMatchObject({ user: 'a,b', arn: 'arn:aws:iam::111122223333:user/a,b' })
    const quoted = [more, `x,${root}`, `x,"a,b","arn:aws:iam::111122223333:user/a,b",${keys}`].join('\n')
    expect(parseCredentialReport(quoted, at).users[0]).toEqual(unquoted.users[0])
  })

  it('knows nothing of the root user where an emulator leaves it out', () => {
    expect(parseCredentialReport(header, at)).toEqual({ generatedAt: at, root: null, users: [] })
  })

  it.each([
    ['', 'it has no column `user`'],
    ['<html>', 'it has no column `user`'],
    [`${header}\n${root.slice(0, 60)}`, 'line 2 has 3 fields, the first line has 22'],
    [`${header.replace('mfa_active', 'mfa')}\n${root}`, 'it has no column `mfa_active`'],
    [
      `${header}\n${root.replace('2020-01-01T00:00:00+00:00', 'soon')}`,
      '`<root_account>` has `soon` in `user_creation_time`, which is no date',
    ],
    [
      `${header}\n${root.replace(',true,false', ',maybe,false')}`,
      '`<root_account>` has `maybe` in `mfa_active`, which is neither true nor false',
    ],
  ])('refuses what is not whole', (csv, why) => {
    expect(() => parseCredentialReport(csv, at)).toThrow(
      expect.objectContaining({ code: 'unreadable-report', message: `the credential report can't be read: ${why}` }),
    )
  })
})
