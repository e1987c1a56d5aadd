/** What AWS calls a warning: the policy works, but not as good practice has it. Code by code, what it finds and the next thing to do. */
export const warningChecks = {
  CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: {
    type: 'WARNING',
    finds: '`NotAction` with `NotResource` lets somebody create service-linked roles of any service.',
    mend: 'name the ARNs that are meant, or add the condition that names the service',
  },
  CREATE_SLR_WITH_NOT_RESOURCE: {
    type: 'WARNING',
    finds: '`iam:CreateServiceLinkedRole` is allowed with `NotResource`.',
    mend: 'name the ARNs that are meant, or add the condition that names the service',
  },
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: {
    type: 'WARNING',
    finds: 'A wildcard action that includes `iam:CreateServiceLinkedRole` is allowed with `NotResource`.',
    mend: 'name the ARNs that are meant, or add the condition that names the service',
  },
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: {
    type: 'WARNING',
    finds: 'A wildcard action that includes `iam:CreateServiceLinkedRole` is allowed on every service-linked role.',
    mend: 'add the condition key `iam:AWSServiceName`, or name the roles',
  },
  CREATE_SLR_WITH_STAR_IN_RESOURCE: {
    type: 'WARNING',
    finds: '`iam:CreateServiceLinkedRole` is allowed on every service-linked role.',
    mend: 'add the condition key `iam:AWSServiceName`, or name the roles',
  },
  CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: {
    type: 'WARNING',
    finds: '`NotAction` leaves `iam:CreateServiceLinkedRole` allowed on every service-linked role.',
    mend: 'add the condition key `iam:AWSServiceName`, or name the roles',
  },
  INVALID_DATE_VALUE: {
    type: 'WARNING',
    finds: 'A date is not in the form that every reader takes the same way.',
    mend: 'write it as `YYYY-MM-DDTHH:MM:SSZ`',
  },
  INVALID_ROLE_REFERENCE: {
    type: 'WARNING',
    finds: 'A principal is the id of a role, as it stands after that role was deleted.',
    mend: 'name the role by its ARN',
  },
  INVALID_USER_REFERENCE: {
    type: 'WARNING',
    finds: 'A principal is the id of a user, as it stands after that user was deleted.',
    mend: 'name the user by its ARN',
  },
  MISSING_VERSION: {
    type: 'WARNING',
    finds: 'The policy has no `Version`, so policy variables are plain text in it.',
    mend: 'add `"Version": "2012-10-17"`',
  },
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: {
    type: 'WARNING',
    finds: 'The policy has more than the 6,144 characters (white space aside) that a customer managed policy may have.',
    mend: 'split the policy, or minimise it',
  },
  POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: {
    type: 'WARNING',
    finds: 'The trust policy has more than the 2,048 characters (white space aside) that an account allows by default.',
    mend: 'shorten the policy, or ask AWS for a higher quota',
  },
  SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: {
    type: 'WARNING',
    finds: 'A trust policy for GitHub does not name one repository and branch.',
    mend: 'compare `sub` to a value such as `repo:example/app:ref:refs/heads/main`',
  },
  TYPE_MISMATCH: {
    type: 'WARNING',
    finds: 'The operator compares another type than the key holds.',
    mend: 'use an operator of the type of the key',
  },
  TYPE_MISMATCH_BOOLEAN: {
    type: 'WARNING',
    finds: 'A `Bool` value is neither `true` nor `false`.',
    mend: 'write `true` or `false`',
  },
  TYPE_MISMATCH_DATE: {
    type: 'WARNING',
    finds: 'The value of a date condition is no date.',
    mend: 'write it as `YYYY-MM-DDTHH:MM:SSZ`',
  },
  TYPE_MISMATCH_NUMBER: {
    type: 'WARNING',
    finds: 'The value of a numeric condition is no number.',
    mend: 'write a number',
  },
  TYPE_MISMATCH_STRING: {
    type: 'WARNING',
    finds: 'The value of a `BinaryEquals` condition is not base64.',
    mend: 'encode the value as base64',
  },
  UNIQUE_SIDS_RECOMMENDED: {
    type: 'WARNING',
    finds: 'Two statements of a trust policy have the same `Sid`.',
    mend: 'give each statement its own',
  },
  WILDCARD_WITHOUT_LIKE_OPERATOR: {
    type: 'WARNING',
    finds: 'A value with `*` or `?` is compared by an operator for which these are plain characters.',
    mend: 'use the `Like` form of the operator if a wildcard is meant',
  },
} as const
