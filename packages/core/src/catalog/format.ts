/**
 * How the catalogue is written down. `servicesText` has one line a service, sorted by `prefix:`; fields between tabs:
 * prefix, display name, one letter of access level for each action, the actions' names (sorted) between spaces.
 * An action's number is its position in that text, so numbers follow the order of `service:Action` by code unit.
 *
 * `detailsText` has the same lines; fields between tabs:
 * 1. condition keys between `|`, the last letter of each its type;
 * 2. resource types between `;`: name, ARN patterns between `,`, numbers of its condition keys between `.`, joined by `|`.
 *    `~` stands for `arn:${Partition}:<service>:${Region}:${Account}:`, `^` for `arn:${Partition}:`;
 * 3. shapes between `;`: what actions share. Resource types between `,` (number, `!` if required, `+` and key numbers where
 *    keys apply to that type alone), condition keys between `.`, dependent actions between `,`, joined by `|`;
 * 4. for each action the number of its shape, between `,`.
 *
 * Numbers count from 0 and are written to base 36.
 */
export const accessLevelCodes: Readonly<Record<string, AccessLevel>> = {
  R: 'Read',
  L: 'List',
  W: 'Write',
  T: 'Tagging',
  P: 'Permissions management',
}

/** What an action does to a resource, in the words of AWS's service authorization reference. */
export type AccessLevel = 'List' | 'Read' | 'Write' | 'Permissions management' | 'Tagging'

export const conditionTypeCodes: Readonly<Record<string, ConditionType>> = {
  S: 'String',
  s: 'ArrayOfString',
  A: 'ARN',
  a: 'ArrayOfARN',
  B: 'Bool',
  b: 'ArrayOfBool',
  N: 'Numeric',
  n: 'ArrayOfNumeric',
  I: 'IPAddress',
  i: 'ArrayOfIPAddress',
  D: 'Date',
  d: 'ArrayOfDate',
  X: 'Binary',
}

/** What a condition key holds; `ArrayOf…` are the multi-valued ones. */
export type ConditionType =
  | 'String'
  | 'ArrayOfString'
  | 'ARN'
  | 'ArrayOfARN'
  | 'Bool'
  | 'ArrayOfBool'
  | 'Numeric'
  | 'ArrayOfNumeric'
  | 'IPAddress'
  | 'ArrayOfIPAddress'
  | 'Date'
  | 'ArrayOfDate'
  | 'Binary'
