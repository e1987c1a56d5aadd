import { type CodeEntry, entry } from './code-entry.ts'

/** What `parsePolicy` and the functions that take policies refuse. */
export const policyCodes: Readonly<Record<string, CodeEntry>> = {
  'both-forms': entry(
    'A statement has an element and its negation.',
    "a statement can't have both `Action` and `NotAction`",
    'Split it into two statements.',
  ),
  circular: entry('An object given as a policy holds itself.', 'an object holds itself', 'Write the inner object out.'),
  'duplicate-key': entry(
    'A key stands twice in one JSON object, of which IAM would take either.',
    'the key `Effect` stands here a second time',
    'Keep one of them, or put their values into one list.',
  ),
  'duplicate-sid': entry(
    'Two statements have the same `Sid`.',
    'the Sid `Read` stands in two statements',
    'Rename one of them, or leave it out.',
  ),
  'empty-list': entry('A list that must hold something is empty.', 'the list is empty', 'Name at least one value.'),
  'empty-text': entry(
    'A text that should be a policy is empty.',
    'there is no text where a policy should be',
    'Give the JSON of a policy.',
  ),
  'invalid-condition-key': entry(
    'A condition key is no key.',
    '`` is not a condition key',
    'Write the key with its prefix, such as `aws:SourceIp`.',
  ),
  'invalid-effect': entry(
    '`Effect` is neither `Allow` nor `Deny`.',
    '`allow` is not an effect',
    'Write `Allow` or `Deny`.',
  ),
  'invalid-json': entry(
    'A text is not JSON.',
    '`}` stands where a key in double quotes should be',
    'Mend the JSON at the line and column named.',
  ),
  'invalid-principal': entry(
    'A principal is not written as IAM reads it.',
    '`mary` is not a principal',
    'Name its kind, as in `{ "AWS": "arn:aws:iam::111122223333:root" }`.',
  ),
  'invalid-request': entry(
    'A request to decide about lacks its action or its resource.',
    'a request needs an action and a resource, both strings',
    'Give both, as in `{ action: "s3:GetObject", resource: "*" }`.',
  ),
  'invalid-resource': entry(
    'A resource is neither an ARN nor `*`.',
    'the resource `bucket/*` is neither an ARN nor `*`',
    'Write the whole ARN.',
  ),
  'invalid-sid': entry(
    'A `Sid` of an identity policy holds other characters than letters and digits.',
    'the Sid `read bills` has characters other than letters and digits',
    'Use letters and digits only.',
  ),
  'invalid-version': entry(
    '`Version` is not one that IAM knows.',
    '`2012-10-18` is not a version of the policy language',
    'Write `2012-10-17`.',
  ),
  'invalid-window': entry(
    'The days of a review window are not a number of days.',
    'the window of `-1` days is not a number of days',
    'Give 0 or more, for instance 90.',
  ),
  'lone-surrogate': entry(
    'A string holds half of a character.',
    'a string holds half a surrogate pair, which is no character',
    'Write the whole character.',
  ),
  'missing-action': entry(
    'A statement names no action.',
    'the statement has no `Action`',
    'Add `Action` or `NotAction`.',
  ),
  'missing-effect': entry('A statement has no effect.', 'the statement has no `Effect`', 'Add `Effect`.'),
  'missing-principal': entry(
    'A statement of a trust policy names nobody.',
    'the statement has no `Principal`',
    'Add `Principal`.',
  ),
  'missing-resource': entry(
    'A statement of an identity policy names no resource.',
    'the statement has no `Resource`',
    'Add `Resource` or `NotResource`.',
  ),
  'missing-statement': entry(
    'A policy has no statement.',
    'the policy has no statement',
    'Add at least one statement.',
  ),
  'mixed-proposals': entry(
    'A proposal that widens is accepted together with others.',
    '`3f9a12d04c1be752` allows more than before, and the others allow less',
    'Accept what widens by itself.',
  ),
  'narrowing-not-proved': entry(
    'Narrowing gave a policy that could not be proved to allow nothing new, so that it is withheld.',
    'narrowing a statement gave one that could not be proved to be narrower, but was `different`',
    'Leave the statement as it is, and report the document.',
  ),
  'no-such-statement': entry(
    'A statement is asked for that the document does not have.',
    'there is no statement `3` in a document of 2',
    'Count statements from 0.',
  ),
  'principal-not-allowed': entry(
    'An identity policy names a principal.',
    "an identity policy can't have a `Principal`",
    'Remove it: the policy speaks of whom it is attached to.',
  ),
  'resource-not-allowed': entry(
    'A trust policy names a resource.',
    "a trust policy can't have a `Resource`",
    'Remove it: the policy speaks of its role.',
  ),
  'too-deep': entry('A value is nested deeper than any policy.', 'nested more than 32 deep', 'Give a policy.'),
  'too-large': entry(
    'A text or object is larger than any policy.',
    '2000000 characters are more than the 1048576 read here',
    'Give a policy.',
  ),
  'trailing-text': entry(
    'There is text behind the end of the policy.',
    'there is more text after the end of the policy',
    'Remove what follows the last brace.',
  ),
  'unknown-element': entry(
    'The policy has an element that the grammar does not know.',
    '`action` is not written as IAM writes it',
    'Correct the name; case matters.',
  ),
  'unknown-operator': entry(
    'A condition operator does not exist.',
    '`StringEqual` is not a condition operator',
    'Use one of the operators of the IAM User Guide.',
  ),
  unreadable: entry(
    'Reading an object given as a policy threw an error.',
    'reading the object threw an error',
    'Give plain data, or its JSON text.',
  ),
  'url-encoded': entry(
    'The text of a policy is URL-encoded.',
    'the text is URL-encoded',
    'Decode it with `decodeURIComponent`.',
  ),
  'wrong-type': entry(
    'An element holds another JSON type than it takes.',
    'a list stands where a string should be',
    'Write the value as the type named.',
  ),
}
