import { describe, expect, it } from 'vitest'
import { requestNotes } from './request-notes.ts'

describe('requestNotes', () => {
  it.each([
    ['s3:GetObject', 'arn:aws:s3:::data/a.csv'],
    ['S3:getobject', 'arn:aws:s3:::data/*'],
    ['s3:ListAllMyBuckets', '*'],
    ['iam:CreateUser', 'arn:aws-us-gov:iam::111122223333:user/ana'],
  ])('has nothing to say of %s on %s', (action, resource) => {
    expect(requestNotes({ action, resource })).toEqual([])
  })

  it.each([
    ['s3:GetObjekt', '*', '`s3:GetObjekt` is not an action of Amazon S3; did you mean `s3:GetObject`?'],
    [
      'lamda:ListTags',
      '*',
      '`lamda:ListTags` names the service `lamda`, which AWS does not have; did you mean `lambda`?',
    ],
    [
      'nothingofthekind:Get',
      '*',
      '`nothingofthekind:Get` names the service `nothingofthekind`, which AWS does not have',
    ],
    ['iam:CreateUser', 'ana', '`ana` is not an ARN, such as `arn:aws:s3:::bucket/key`'],
    [
      'iam:CreateUser',
      '*',
      '`iam:CreateUser` acts on user: asked about `*`, those who may on some of them only are told apart',
    ],
    [
      'iam:CreateUser',
      'arn:aws:iam::111122223333:group/staff',
      '`iam:CreateUser` acts on user: `arn:aws:iam::111122223333:group/staff` names none of them',
    ],
    ['s3:ListAllMyBuckets', 'arn:aws:s3:::data', '`s3:ListAllMyBuckets` acts on no resource: AWS decides it for `*`'],
  ])('tells why the answer about %s on %s may not be what was meant', (action, resource, note) => {
    expect(requestNotes({ action, resource })).toEqual([note])
  })
})
