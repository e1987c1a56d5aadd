const inStatement = (elements: string): string => `{"Statement":{${elements}}}`

/** A text that brings about each code of PolicyError that a text can; `principal-not-allowed` when read as an identity policy. */
export const brokenPolicies: Readonly<Record<string, string>> = {
  'empty-text': '',
  'invalid-json': '{"Statement":{},}',
  'url-encoded': '%7B%22Statement%22%3A%5B%5D%7D',
  'duplicate-key': '{"Statement":[],"Statement":[]}',
  'trailing-text': '{} {}',
  'too-deep': '['.repeat(40),
  'too-large': ' '.repeat(1_048_577),
  'lone-surrogate': String.raw`{"Id":"\ud83d"}`,
  'wrong-type': inStatement('"Effect":"Allow","Action":7,"Resource":"*"'),
  'unknown-element': '{"statement":[]}',
  'missing-statement': '{"Version":"2012-10-17","Statement":[]}',
  'invalid-version': '{"Version":"2012-10-18","Statement":[]}',
  'missing-effect': inStatement('"Action":"s3:GetObject","Resource":"*"'),
  'invalid-effect': inStatement('"Effect":"allow","Action":"s3:GetObject","Resource":"*"'),
  'invalid-sid': inStatement('"Sid":"Read bills","Effect":"Allow","Action":"s3:GetObject","Resource":"*"'),
  'duplicate-sid':
    '{"Statement":[{"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},{"Sid":"A","Effect":"Deny","Action":"s3:PutObject","Resource":"*"}]}',
  'both-forms': inStatement('"Effect":"Allow","Action":"s3:GetObject","NotAction":"s3:PutObject","Resource":"*"'),
  'missing-action': inStatement('"Effect":"Allow","Resource":"*"'),
  'invalid-action': inStatement('"Effect":"Allow","Action":"GetObject","Resource":"*"'),
  'missing-resource': inStatement('"Effect":"Allow","Action":"s3:GetObject"'),
  'invalid-resource': inStatement('"Effect":"Allow","Action":"s3:GetObject","Resource":"bills/*"'),
  'resource-not-allowed': inStatement('"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole","Resource":"*"'),
  'empty-list': inStatement('"Effect":"Allow","Action":[],"Resource":"*"'),
  'missing-principal':
    '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"},{"Effect":"Deny","Action":"sts:TagSession"}]}',
  'principal-not-allowed': inStatement('"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"*"'),
  'invalid-principal': inStatement('"Effect":"Allow","Principal":"111122223333","Action":"sts:AssumeRole"'),
  'unknown-operator': inStatement(
    '"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEqual":{"aws:username":"mary"}}',
  ),
  'invalid-condition-key': inStatement(
    '"Effect":"Allow","Action":"s3:GetObject","Resource":"*","Condition":{"StringEquals":{"":"mary"}}',
  ),
}
