/** What a code of PolicyError means, a text that brings it about, and the way to mend it. */
export interface PolicyErrorExplanation {
  readonly sentence: string
  readonly example: string
  readonly mend: string
}

const inStatement = (elements: string): string => `{"Statement":{${elements}}}`

/** Every code that a PolicyError can have. */
export const policyErrorCodes: Readonly<Record<string, PolicyErrorExplanation>> = {
  'empty-text': { sentence: 'There is no text.', example: '', mend: 'Write at least one statement.' },
  'invalid-json': {
    sentence: 'The text is not JSON, or the object holds what JSON can not write.',
    example: '{"Statement":{},}',
    mend: 'Follow the hint: most often it is a comma too many, a single quote or a comment.',
  },
  'url-encoded': {
    sentence: 'The text is URL-encoded, as IAM answers it.',
    example: '%7B%22Statement%22%3A%5B%5D%7D',
    mend: 'Decode it with `decodeURIComponent`.',
  },
  'duplicate-key': {
    sentence: 'A key stands twice in one object, so that one value would be lost.',
    example: '{"Statement":[],"Statement":[]}',
    mend: 'Keep one of them, or put both values into one list.',
  },
  'trailing-text': {
    sentence: 'There is more text after the end of the policy.',
    example: '{} {}',
    mend: 'Remove it, or read each policy on its own.',
  },
  'too-deep': {
    sentence: 'The text nests deeper than any policy.',
    example: '['.repeat(40),
    mend: 'A policy needs at most seven levels.',
  },
  'too-large': {
    sentence: 'The text is longer than any policy.',
    example: ' '.repeat(1_048_577),
    mend: 'IAM takes at most 6,144 characters a managed policy; check that this is one.',
  },
  'lone-surrogate': {
    sentence: 'A string holds half of a surrogate pair, which is no character and could not be sent to AWS.',
    example: String.raw`{"Id":"\ud83d"}`,
    mend: 'Write the whole character.',
  },
  circular: {
    sentence: 'The object holds itself. Only an object can; a text can not.',
    example: 'const policy = {}; policy.Statement = policy',
    mend: 'Write the inner object out.',
  },
  unreadable: {
    sentence: 'Reading the object threw an error: it has a getter or is a proxy. Only an object can be.',
    example: '{ get Statement() { throw new Error() } }',
    mend: 'Give plain data, or its JSON text.',
  },
  'wrong-type': {
    sentence: 'A value is of a kind that does not belong where it stands.',
    example: inStatement('"Effect":"Allow","Action":7,"Resource":"*"'),
    mend: 'Put there what the message asks for.',
  },
  'unknown-element': {
    sentence: 'A key is not an element of the policy language, or is written in another case.',
    example: '{"statement":[]}',
    mend: 'Take the spelling of the hint.',
  },
  'missing-statement': {
    sentence: 'The policy has no statement.',
    example: '{"Version":"2012-10-17","Statement":[]}',
    mend: 'Write at least one; a policy that should grant nothing is detached or deleted.',
  },
  'invalid-version': {
    sentence: 'The Version is not one of the two that the policy language has.',
    example: '{"Version":"2012-10-18","Statement":[]}',
    mend: 'Write `2012-10-17`; it is no date of your own.',
  },
  'missing-effect': {
    sentence: 'A statement does not say whether it allows or denies.',
    example: inStatement('"Action":"s3:GetObject","Resource":"*"'),
    mend: 'Add `"Effect": "Allow"` or `"Effect": "Deny"`.',
  },
  'invalid-effect': {
    sentence: 'An Effect is neither `Allow` nor `Deny`.',
    example: inStatement('"Effect":"allow","Action":"s3:GetObject","Resource":"*"'),
    mend: 'Write it as IAM does: case matters.',
  },
  'invalid-sid': {
    sentence: 'A Sid holds characters other than ASCII letters and digits.',
    example: inStatement('"Sid":"Read bills","Effect":"Allow","Action":"s3:GetObject","Resource":"*"'),
    mend: 'Leave out spaces and signs.',
  },
  'duplicate-sid': {
    sentence: 'Two statements have the same Sid.',
    example:
      '{"Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"A","Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}',
    mend: 'Rename one of them, or leave it out.',
  },
  'both-forms': {
    sentence: 'A statement has an element and its opposite, such as Action and NotAction.',
    example: inStatement('"Effect":"Allow","Action":"s3:GetObject","NotAction":"s3:PutObject","Resource":"*"'),
    mend: 'Split it into two statements.',
  },
  'missing-action': {
    sentence: 'A statement names no action.',
    example: inStatement('"Effect":"Allow","Resource":"*"'),
    mend: 'Add `Action` or `NotAction`.',
  },
  'invalid-action': {
    sentence: 'An action is not of the form `service:Action`, or has a wildcard in its service.',
    example: inStatement('"Effect":"Allow","Action":"GetObject","Resource":"*"'),
    mend: 'Name the service; a wildcard stands after the colon, or alone.',
  },
  'missing-resource': {
    sentence: 'A statement of an identity policy names no resource.',
    example: inStatement('"Effect":"Allow","Action":"s3:GetObject"'),
    mend: 'Add `Resource` or `NotResource`.',
  },
  'invalid-resource': {
    sentence: 'A resource is neither an ARN nor `*`.',
    example: inStatement('"Effect":"Allow","Action":"s3:GetObject","Resource":"bills/*"'),
    mend: 'Write the whole ARN.',
  },
  'resource-not-allowed': {
    sentence: 'A trust policy names a resource, though it speaks of the role it belongs to.',
    example: inStatement('"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"'),
    mend: 'Remove it.',
  },
  'empty-list': {
    sentence: 'A list that should name something is empty.',
    example: inStatement('"Effect":"Allow","Action":[],"Resource":"*"'),
    mend: 'Name at least one value, or leave the statement out.',
  },
  'missing-principal': {
    sentence: 'A statement of a trust policy does not say whom it trusts.',
    example:
      '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Action":"sts:TagSession"}]}',
    mend: 'Add `Principal`.',
  },
  'principal-not-allowed': {
    sentence:
      'A statement of an identity policy names a principal, though whom it speaks of is whom it is attached to.',
    example: inStatement('"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"'),
    mend: 'Remove it, or parse the policy as the kind it is.',
  },
  'invalid-principal': {
    sentence: 'A principal is empty, or a name without its kind.',
    example: inStatement('"Effect":"Allow","Principal":"111122223333","Action":"sts:AssumeRole"'),
    mend: 'Name its kind, as in `{ "AWS": "111122223333" }`.',
  },
  'unknown-operator': {
    sentence: 'IAM has no condition operator of this name.',
    example: inStatement(
      '"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqual":{"aws:username":"mary"}}',
    ),
    mend: 'Take the spelling of the hint.',
  },
  'invalid-condition-key': {
    sentence: 'A condition key is empty or can not be one.',
    example: inStatement(
      '"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"":"mary"}}',
    ),
    mend: 'Name a key with its prefix, such as `aws:username`.',
  },
}
