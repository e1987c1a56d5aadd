/** What AWS calls a security warning: the policy lets somebody do more than is safe. Code by code, what it finds and the next thing to do. */
export const securityWarningChecks = {
  DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    type: 'SECURITY_WARNING',
    finds:
      'A Deny with `NotAction` is conditioned by `aws:ResourceTag`: actions that never carry that key stay undenied.',
    mend: 'list the actions to deny under `Action`',
  },
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    type: 'SECURITY_WARNING',
    finds:
      'A Deny is conditioned by `aws:ResourceTag`, but some of its actions never carry that key, so it never denies them.',
    mend: 'move these actions to a Deny without the tag condition',
  },
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: {
    type: 'SECURITY_WARNING',
    finds: 'An Allow uses `ForAllValues` on a key with a single value, so it also allows when the key is absent.',
    mend: 'remove `ForAllValues:`',
  },
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: {
    type: 'SECURITY_WARNING',
    finds: 'A trust policy lets everybody in whom a shared OpenID Connect provider knows.',
    mend: 'add a condition on the `sub` or `aud` key of the provider',
  },
  MISSING_GITHUB_REPO_CONDITION_KEY: {
    type: 'SECURITY_WARNING',
    finds: 'A trust policy lets every GitHub repository in.',
    mend: 'add a condition on `token.actions.githubusercontent.com:sub` that names the repository',
  },
  MISSING_PAIRED_CONDITION_KEYS: {
    type: 'SECURITY_WARNING',
    finds: '`aws:VpcSourceIp` stands without the key that says which VPC the address is of.',
    mend: 'add `aws:SourceVpc` or `aws:SourceVpce` to the same condition',
  },
  PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: {
    type: 'SECURITY_WARNING',
    finds: '`NotAction` with `NotResource` lets somebody pass nearly every role.',
    mend: 'name the ARNs that are meant, or add the condition that names the service',
  },
  PASS_ROLE_WITH_NOT_RESOURCE: {
    type: 'SECURITY_WARNING',
    finds: '`iam:PassRole` is allowed with `NotResource`.',
    mend: 'name the ARNs that are meant, or add the condition that names the service',
  },
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: {
    type: 'SECURITY_WARNING',
    finds: 'A wildcard action that includes `iam:PassRole` is allowed with `NotResource`.',
    mend: 'name the ARNs that are meant, or add the condition that names the service',
  },
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: {
    type: 'SECURITY_WARNING',
    finds: 'A wildcard action lets somebody pass every role.',
    mend: 'name the roles, or add the condition key `iam:PassedToService`',
  },
  PASS_ROLE_WITH_STAR_IN_RESOURCE: {
    type: 'SECURITY_WARNING',
    finds: '`iam:PassRole` is allowed on every role.',
    mend: 'name the roles, or add the condition key `iam:PassedToService`',
  },
  PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: {
    type: 'SECURITY_WARNING',
    finds: '`NotAction` leaves `iam:PassRole` allowed on every role.',
    mend: 'name the roles, or add the condition key `iam:PassedToService`',
  },
  STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: {
    type: 'SECURITY_WARNING',
    finds: 'An ARN is compared with `StringLike`, whose wildcards reach across the fields of an ARN.',
    mend: 'use `ArnLike`',
  },
} as const
