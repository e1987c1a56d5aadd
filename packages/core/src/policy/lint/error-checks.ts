/** What AWS calls an error: the policy does not work, or not as written. Code by code, what it finds and the next thing to do. */
export const errorChecks = {
  ARN_ACCOUNT_NOT_ALLOWED: {
    type: 'ERROR',
    finds: 'A resource ARN names an account where ARNs of that kind have none.',
    mend: 'leave the account field empty',
  },
  ARN_REGION_NOT_ALLOWED: {
    type: 'ERROR',
    finds: 'A resource ARN names a Region where ARNs of that kind have none.',
    mend: 'leave the Region field empty',
  },
  DATA_TYPE_MISMATCH: {
    type: 'ERROR',
    finds: 'An element holds another JSON type than the policy grammar wants there.',
    mend: 'write the value as the type that the element takes',
  },
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: {
    type: 'ERROR',
    finds: 'One condition key stands twice under the same operator, in different case.',
    mend: 'put the values of both under one spelling',
  },
  EMPTY_VARIABLE: {
    type: 'ERROR',
    finds: 'A policy variable has no name: `${}`.',
    mend: 'name the key, or write `${$}` for a dollar sign',
  },
  INVALID_ACTION: {
    type: 'ERROR',
    finds: 'An action does not exist, or a pattern matches no action that exists.',
    mend: 'correct the name, or remove the action',
  },
  INVALID_ARN_ACCOUNT: {
    type: 'ERROR',
    finds: 'The account field of an ARN is not twelve digits.',
    mend: 'write the twelve digits of the account',
  },
  INVALID_ARN_PREFIX: {
    type: 'ERROR',
    finds: 'A resource does not begin with `arn:`.',
    mend: 'write the whole ARN, or `*`',
  },
  INVALID_ARN_RESOURCE: {
    type: 'ERROR',
    finds: 'The last part of an ARN fits no type of resource of that service.',
    mend: 'write the ARN as the service authorization reference shows it',
  },
  INVALID_ARN_SERVICE_CASE: {
    type: 'ERROR',
    finds: 'The service in an ARN is not in lower case.',
    mend: 'write the service in lower case',
  },
  INVALID_CONDITION_DATA_TYPE: {
    type: 'ERROR',
    finds: 'The values of one condition key are of different JSON types.',
    mend: 'write all of them as strings',
  },
  INVALID_CONDITION_KEY_FORMAT: {
    type: 'ERROR',
    finds: 'A condition key is not of the form `service:key`.',
    mend: 'write the key with its prefix, such as `aws:PrincipalArn`',
  },
  INVALID_CONDITION_MULTIPLE_BOOLEAN: {
    type: 'ERROR',
    finds: 'A `Bool` condition has several values.',
    mend: 'keep one of `true` and `false`',
  },
  INVALID_CONDITION_OPERATOR: {
    type: 'ERROR',
    finds: 'A condition operator does not exist.',
    mend: 'use one of the operators of the IAM User Guide',
  },
  INVALID_EFFECT: {
    type: 'ERROR',
    finds: '`Effect` is neither `Allow` nor `Deny`.',
    mend: 'write `Allow` or `Deny`',
  },
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: {
    type: 'ERROR',
    finds: 'A federated principal is neither a provider domain nor the ARN of a SAML or OpenID Connect provider.',
    mend: 'write the provider ARN, such as `arn:aws:iam::111122223333:saml-provider/Example`',
  },
  INVALID_GLOBAL_CONDITION_KEY: {
    type: 'ERROR',
    finds: 'A condition key with the prefix `aws:` does not exist.',
    mend: 'use one of the global keys of the IAM User Guide',
  },
  INVALID_PARTITION: {
    type: 'ERROR',
    finds: 'The partition of an ARN does not exist.',
    mend: 'write `aws`, or the partition that is meant',
  },
  INVALID_POLICY_ELEMENT: {
    type: 'ERROR',
    finds: 'The policy or a statement has an element that the grammar does not know.',
    mend: 'correct the name (case matters), or remove the element',
  },
  INVALID_PRINCIPAL_FORMAT: {
    type: 'ERROR',
    finds: 'A principal is neither an account, an ARN, a service nor `*`.',
    mend: 'write the ARN of the principal, or the account number',
  },
  INVALID_PRINCIPAL_KEY: {
    type: 'ERROR',
    finds: 'The principal element has a key that does not exist.',
    mend: 'use `AWS`, `Service`, `Federated` or `CanonicalUser`',
  },
  INVALID_REGION: {
    type: 'ERROR',
    finds: 'The Region of an ARN is not written as Regions are.',
    mend: 'write a Region such as `eu-central-1`, or leave the field empty where the service has none',
  },
  INVALID_SERVICE: {
    type: 'ERROR',
    finds: 'The service of an ARN does not exist.',
    mend: 'correct the service',
  },
  INVALID_SERVICE_CONDITION_KEY: {
    type: 'ERROR',
    finds: 'A service has no condition key of that name.',
    mend: 'correct the key, or remove it',
  },
  INVALID_SERVICE_IN_ACTION: {
    type: 'ERROR',
    finds: 'The service prefix of an action does not exist.',
    mend: 'correct the prefix',
  },
  INVALID_SERVICE_PRINCIPAL_FORMAT: {
    type: 'ERROR',
    finds: 'A service principal is not a domain name.',
    mend: 'write it as `service.amazonaws.com`',
  },
  INVALID_VARIABLE_FOR_OPERATOR: {
    type: 'ERROR',
    finds: 'A policy variable is used with an operator that compares neither strings nor ARNs.',
    mend: 'use the variable with a `String…` or `Arn…` operator',
  },
  INVALID_VERSION: {
    type: 'ERROR',
    finds: '`Version` is not one that IAM knows.',
    mend: 'write `2012-10-17`',
  },
  INVALID_VPCE_FORMAT: {
    type: 'ERROR',
    finds: 'The value of `aws:SourceVpce` is not the id of a VPC endpoint.',
    mend: 'write it as `vpce-` and hexadecimal digits',
  },
  INVALID_VPC_FORMAT: {
    type: 'ERROR',
    finds: 'The value of `aws:SourceVpc` is not the id of a VPC.',
    mend: 'write it as `vpc-` and hexadecimal digits',
  },
  JSON_SYNTAX_ERROR: {
    type: 'ERROR',
    finds: 'The text is not JSON that IAM reads.',
    mend: 'correct the JSON',
  },
  MISMATCHED_ACTION_FOR_PRINCIPAL: {
    type: 'ERROR',
    finds: 'A trust policy allows a principal an action that principals of its kind cannot use.',
    mend: 'use `sts:AssumeRole` for AWS and service principals, `sts:AssumeRoleWithSAML` for SAML, `sts:AssumeRoleWithWebIdentity` for OpenID Connect',
  },
  MISSING_ACTION: {
    type: 'ERROR',
    finds: 'A statement has neither `Action` nor `NotAction`.',
    mend: 'add `Action`',
  },
  MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: {
    type: 'ERROR',
    finds: 'A trust policy for IAM Roles Anywhere lacks one of the three actions that it needs.',
    mend: 'allow `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession` together',
  },
  MISSING_ARN_ACCOUNT: {
    type: 'ERROR',
    finds: 'The account field of an ARN is empty where resources of that kind have one.',
    mend: 'write the account, or `*`',
  },
  MISSING_ARN_FIELD: {
    type: 'ERROR',
    finds: 'An ARN has fewer than six fields.',
    mend: 'write it as `arn:partition:service:region:account:resource`',
  },
  MISSING_ARN_REGION: {
    type: 'ERROR',
    finds: 'The Region field of an ARN is empty where resources of that kind have one.',
    mend: 'write the Region, or `*`',
  },
  MISSING_BRACE_IN_VARIABLE: {
    type: 'ERROR',
    finds: 'A policy variable is not closed.',
    mend: 'close it with `}`',
  },
  MISSING_EFFECT: {
    type: 'ERROR',
    finds: 'A statement has no `Effect`.',
    mend: 'add `"Effect": "Allow"` or `"Effect": "Deny"`',
  },
  MISSING_PRINCIPAL: {
    type: 'ERROR',
    finds: 'A statement of a trust policy has no `Principal`.',
    mend: 'add `Principal`',
  },
  MISSING_QUALIFIER: {
    type: 'ERROR',
    finds: 'A key with several values is compared without `ForAllValues` or `ForAnyValue`, which never holds.',
    mend: 'put `ForAllValues:` or `ForAnyValue:` in front of the operator',
  },
  MISSING_QUOTE_IN_VARIABLE: {
    type: 'ERROR',
    finds: 'The default of a policy variable is not between single quotes.',
    mend: "write it as `${key, 'default'}`",
  },
  MISSING_RESOURCE: {
    type: 'ERROR',
    finds: 'A statement has neither `Resource` nor `NotResource`.',
    mend: 'add `Resource`',
  },
  MISSING_STATEMENT: {
    type: 'ERROR',
    finds: 'The policy has no statement.',
    mend: 'add `Statement` with at least one statement',
  },
  MISSING_TAG_KEY_IN_CONDITION: {
    type: 'ERROR',
    finds: 'A tag condition key does not say which tag.',
    mend: 'write it as `aws:ResourceTag/Key`',
  },
  NULL_WITH_IF_EXISTS: {
    type: 'ERROR',
    finds: '`Null` cannot be combined with `IfExists`.',
    mend: 'use `Null` alone',
  },
  PRIVATE_IP_ADDRESS: {
    type: 'ERROR',
    finds: '`aws:SourceIp` is compared to private addresses only, which it never is.',
    mend: 'use `aws:VpcSourceIp` for private addresses',
  },
  PRIVATE_NOT_IP_ADDRESS: {
    type: 'ERROR',
    finds: '`NotIpAddress` excludes only private addresses from `aws:SourceIp`, which always holds.',
    mend: 'use `aws:VpcSourceIp` for private addresses',
  },
  ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: {
    type: 'ERROR',
    finds: 'A trust policy has `NotPrincipal`.',
    mend: 'use `Principal`',
  },
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: {
    type: 'ERROR',
    finds: 'A trust policy has `Resource` or `NotResource`.',
    mend: 'remove it: the role itself is the resource',
  },
  ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: {
    type: 'ERROR',
    finds: 'The principal of a trust policy is a bare `*`.',
    mend: 'name who may assume the role',
  },
  TYPE_MISMATCH_IP_RANGE: {
    type: 'ERROR',
    finds: 'The value of an IP condition is neither an address nor a range.',
    mend: 'write it as `203.0.113.0/24` or `2001:db8::/64`',
  },
  UNIQUE_SIDS_REQUIRED: {
    type: 'ERROR',
    finds: 'Two statements have the same `Sid`.',
    mend: 'give each statement its own',
  },
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY: {
    type: 'ERROR',
    finds: 'None of the actions of a statement carries a service condition key that it asks for.',
    mend: 'move the condition to a statement with actions that carry the key',
  },
  UNSUPPORTED_ACTION_IN_POLICY: {
    type: 'ERROR',
    finds: 'A trust policy names an action that has nothing to do with assuming a role.',
    mend: 'use the `sts:` actions for assuming a role',
  },
  UNSUPPORTED_ELEMENT_COMBINATION: {
    type: 'ERROR',
    finds: 'A statement has both an element and its negation.',
    mend: 'keep one of the two',
  },
  UNSUPPORTED_GLOBAL_CONDITION_KEY: {
    type: 'ERROR',
    finds: 'A condition uses a global key that policies do not support.',
    mend: 'use `aws:PrincipalArn` or `aws:SourceArn`',
  },
  UNSUPPORTED_PRINCIPAL: {
    type: 'ERROR',
    finds: 'An identity policy has `Principal` or `NotPrincipal`.',
    mend: 'remove it: the principal is whoever the policy is attached to',
  },
  UNSUPPORTED_SID: {
    type: 'ERROR',
    finds: 'A `Sid` holds other characters than letters and digits.',
    mend: 'use letters and digits only',
  },
  UNSUPPORTED_SPACE_IN_VARIABLE: {
    type: 'ERROR',
    finds: 'A policy variable holds a space.',
    mend: 'remove the space',
  },
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: {
    type: 'ERROR',
    finds: 'A principal holds a wildcard beside other text.',
    mend: 'name the principal, or use `*` with a condition on `aws:PrincipalArn`',
  },
  VARIABLE_UNSUPPORTED_IN_ELEMENT: {
    type: 'ERROR',
    finds: 'A policy variable stands outside of `Resource` and `Condition`.',
    mend: 'use variables in resources and condition values only',
  },
  VARIABLE_UNSUPPORTED_IN_VERSION: {
    type: 'ERROR',
    finds: 'A policy variable stands in a policy that is not of version 2012-10-17, where it is plain text.',
    mend: 'set `Version` to `2012-10-17`',
  },
} as const
