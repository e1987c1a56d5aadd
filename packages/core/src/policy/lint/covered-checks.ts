/** How AWS grades a finding of ValidatePolicy. */
export type FindingType = 'ERROR' | 'SECURITY_WARNING' | 'WARNING' | 'SUGGESTION'

interface Check {
  readonly type: FindingType
  /** What the check finds, for the reference page. */
  readonly finds: string
  /** The next thing to do: the hint of a finding that has no better one. */
  readonly mend: string
}

function check(type: FindingType, finds: string, mend: string): Check {
  return { type, finds, mend }
}

/** The issue codes that `lintPolicy` reports: one of AWS's policy check reference each. */
export type CoveredCode =
  | 'ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
  | 'ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
  | 'ARN_ACCOUNT_NOT_ALLOWED'
  | 'ARN_REGION_NOT_ALLOWED'
  | 'CONFIRM_AUDIENCE_CLAIM_TYPE'
  | 'CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE'
  | 'CREATE_SLR_WITH_NOT_RESOURCE'
  | 'CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE'
  | 'CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE'
  | 'CREATE_SLR_WITH_STAR_IN_RESOURCE'
  | 'CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION'
  | 'DATA_TYPE_MISMATCH'
  | 'DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
  | 'DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE'
  | 'DUPLICATE_KEYS_WITH_DIFFERENT_CASE'
  | 'EMPTY_ARRAY_ACTION'
  | 'EMPTY_ARRAY_CONDITION'
  | 'EMPTY_ARRAY_CONDITION_FORALLVALUES'
  | 'EMPTY_ARRAY_CONDITION_FORANYVALUE'
  | 'EMPTY_ARRAY_CONDITION_IFEXISTS'
  | 'EMPTY_ARRAY_PRINCIPAL'
  | 'EMPTY_ARRAY_RESOURCE'
  | 'EMPTY_OBJECT_CONDITION'
  | 'EMPTY_OBJECT_PRINCIPAL'
  | 'EMPTY_SID_VALUE'
  | 'EMPTY_VARIABLE'
  | 'FORALLVALUES_WITH_SINGLE_VALUED_KEY'
  | 'IMPROVE_IP_RANGE'
  | 'INVALID_ACTION'
  | 'INVALID_ARN_ACCOUNT'
  | 'INVALID_ARN_PREFIX'
  | 'INVALID_ARN_RESOURCE'
  | 'INVALID_ARN_SERVICE_CASE'
  | 'INVALID_CONDITION_DATA_TYPE'
  | 'INVALID_CONDITION_KEY_FORMAT'
  | 'INVALID_CONDITION_MULTIPLE_BOOLEAN'
  | 'INVALID_CONDITION_OPERATOR'
  | 'INVALID_DATE_VALUE'
  | 'INVALID_EFFECT'
  | 'INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY'
  | 'INVALID_GLOBAL_CONDITION_KEY'
  | 'INVALID_PARTITION'
  | 'INVALID_POLICY_ELEMENT'
  | 'INVALID_PRINCIPAL_FORMAT'
  | 'INVALID_PRINCIPAL_KEY'
  | 'INVALID_REGION'
  | 'INVALID_ROLE_REFERENCE'
  | 'INVALID_SERVICE'
  | 'INVALID_SERVICE_CONDITION_KEY'
  | 'INVALID_SERVICE_IN_ACTION'
  | 'INVALID_SERVICE_PRINCIPAL_FORMAT'
  | 'INVALID_USER_REFERENCE'
  | 'INVALID_VARIABLE_FOR_OPERATOR'
  | 'INVALID_VERSION'
  | 'INVALID_VPCE_FORMAT'
  | 'INVALID_VPC_FORMAT'
  | 'JSON_SYNTAX_ERROR'
  | 'MISMATCHED_ACTION_FOR_PRINCIPAL'
  | 'MISSING_ACTION'
  | 'MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY'
  | 'MISSING_ARN_ACCOUNT'
  | 'MISSING_ARN_FIELD'
  | 'MISSING_ARN_REGION'
  | 'MISSING_BRACE_IN_VARIABLE'
  | 'MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL'
  | 'MISSING_EFFECT'
  | 'MISSING_GITHUB_REPO_CONDITION_KEY'
  | 'MISSING_PAIRED_CONDITION_KEYS'
  | 'MISSING_PRINCIPAL'
  | 'MISSING_QUALIFIER'
  | 'MISSING_QUOTE_IN_VARIABLE'
  | 'MISSING_RESOURCE'
  | 'MISSING_STATEMENT'
  | 'MISSING_TAG_KEY_IN_CONDITION'
  | 'MISSING_VERSION'
  | 'NULL_WITH_IF_EXISTS'
  | 'NULL_WITH_QUALIFIER'
  | 'PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE'
  | 'PASS_ROLE_WITH_NOT_RESOURCE'
  | 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE'
  | 'PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE'
  | 'PASS_ROLE_WITH_STAR_IN_RESOURCE'
  | 'PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION'
  | 'POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA'
  | 'POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA'
  | 'PRIVATE_IP_ADDRESS'
  | 'PRIVATE_IP_ADDRESS_SUBSET'
  | 'PRIVATE_NOT_IP_ADDRESS'
  | 'PRIVATE_NOT_IP_ADDRESS_SUBSET'
  | 'REDUNDANT_ACTION'
  | 'REDUNDANT_CONDITION_VALUE_NUM'
  | 'REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY'
  | 'REDUNDANT_RESOURCE'
  | 'REDUNDANT_STATEMENT'
  | 'ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL'
  | 'ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE'
  | 'ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL'
  | 'SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED'
  | 'STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS'
  | 'TYPE_MISMATCH'
  | 'TYPE_MISMATCH_BOOLEAN'
  | 'TYPE_MISMATCH_DATE'
  | 'TYPE_MISMATCH_IP_RANGE'
  | 'TYPE_MISMATCH_NUMBER'
  | 'TYPE_MISMATCH_STRING'
  | 'UNIQUE_SIDS_RECOMMENDED'
  | 'UNIQUE_SIDS_REQUIRED'
  | 'UNSUPPORTED_ACTION_FOR_CONDITION_KEY'
  | 'UNSUPPORTED_ACTION_IN_POLICY'
  | 'UNSUPPORTED_ELEMENT_COMBINATION'
  | 'UNSUPPORTED_GLOBAL_CONDITION_KEY'
  | 'UNSUPPORTED_PRINCIPAL'
  | 'UNSUPPORTED_SID'
  | 'UNSUPPORTED_SPACE_IN_VARIABLE'
  | 'UNSUPPORTED_WILDCARD_IN_PRINCIPAL'
  | 'VARIABLE_UNSUPPORTED_IN_ELEMENT'
  | 'VARIABLE_UNSUPPORTED_IN_VERSION'
  | 'WILDCARD_IN_SERVICE_NAME'
  | 'WILDCARD_WITHOUT_LIKE_OPERATOR'

const specificResources = 'name the ARNs that are meant, or add the condition that names the service'

/** What each reported code means and how to mend it. Follows the policy check reference of IAM Access Analyzer, in our own words. */
export const coveredChecks: Readonly<Record<CoveredCode, Check>> = {
  ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: check(
    'SUGGESTION',
    'An Allow with `NotAction` is conditioned by `aws:ResourceTag`, which many of the remaining actions never carry.',
    'list the actions that can be decided by tags under `Action`',
  ),
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: check(
    'SUGGESTION',
    'An Allow is conditioned by `aws:ResourceTag`, but some of its actions never carry that key, so it does not allow them.',
    'move these actions to a statement without the tag condition, or remove them',
  ),
  ARN_ACCOUNT_NOT_ALLOWED: check(
    'ERROR',
    'A resource ARN names an account where ARNs of that kind have none.',
    'leave the account field empty',
  ),
  ARN_REGION_NOT_ALLOWED: check(
    'ERROR',
    'A resource ARN names a Region where ARNs of that kind have none.',
    'leave the Region field empty',
  ),
  CONFIRM_AUDIENCE_CLAIM_TYPE: check(
    'SUGGESTION',
    'A trust policy checks the `aud` claim of an OpenID Connect provider, which is single-valued with some providers and a list with others.',
    'make sure that the operator fits how the provider sends `aud`: no set operator for a single value',
  ),
  CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: check(
    'WARNING',
    '`NotAction` with `NotResource` lets somebody create service-linked roles of any service.',
    specificResources,
  ),
  CREATE_SLR_WITH_NOT_RESOURCE: check(
    'WARNING',
    '`iam:CreateServiceLinkedRole` is allowed with `NotResource`.',
    specificResources,
  ),
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: check(
    'WARNING',
    'A wildcard action that includes `iam:CreateServiceLinkedRole` is allowed with `NotResource`.',
    specificResources,
  ),
  CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: check(
    'WARNING',
    'A wildcard action that includes `iam:CreateServiceLinkedRole` is allowed on every service-linked role.',
    'add the condition key `iam:AWSServiceName`, or name the roles',
  ),
  CREATE_SLR_WITH_STAR_IN_RESOURCE: check(
    'WARNING',
    '`iam:CreateServiceLinkedRole` is allowed on every service-linked role.',
    'add the condition key `iam:AWSServiceName`, or name the roles',
  ),
  CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: check(
    'WARNING',
    '`NotAction` leaves `iam:CreateServiceLinkedRole` allowed on every service-linked role.',
    'add the condition key `iam:AWSServiceName`, or name the roles',
  ),
  DATA_TYPE_MISMATCH: check(
    'ERROR',
    'An element holds another JSON type than the policy grammar wants there.',
    'write the value as the type that the element takes',
  ),
  DENY_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: check(
    'SECURITY_WARNING',
    'A Deny with `NotAction` is conditioned by `aws:ResourceTag`: actions that never carry that key stay undenied.',
    'list the actions to deny under `Action`',
  ),
  DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: check(
    'SECURITY_WARNING',
    'A Deny is conditioned by `aws:ResourceTag`, but some of its actions never carry that key, so it never denies them.',
    'move these actions to a Deny without the tag condition',
  ),
  DUPLICATE_KEYS_WITH_DIFFERENT_CASE: check(
    'ERROR',
    'One condition key stands twice under the same operator, in different case.',
    'put the values of both under one spelling',
  ),
  EMPTY_ARRAY_ACTION: check(
    'SUGGESTION',
    'The list of actions is empty, so the statement does nothing.',
    'add an action, or remove the statement',
  ),
  EMPTY_ARRAY_CONDITION: check(
    'SUGGESTION',
    'A condition key has an empty list of values.',
    'add a value, or remove the key',
  ),
  EMPTY_ARRAY_CONDITION_FORALLVALUES: check(
    'SUGGESTION',
    '`ForAllValues` with an empty list holds only when the key is absent.',
    'use the `Null` operator with `true` to ask for absence',
  ),
  EMPTY_ARRAY_CONDITION_FORANYVALUE: check(
    'SUGGESTION',
    '`ForAnyValue` with an empty list never holds.',
    'add a value, or remove the key',
  ),
  EMPTY_ARRAY_CONDITION_IFEXISTS: check(
    'SUGGESTION',
    '`IfExists` with an empty list holds only when the key is absent.',
    'use the `Null` operator with `true` to ask for absence',
  ),
  EMPTY_ARRAY_PRINCIPAL: check(
    'SUGGESTION',
    'The list of principals is empty, so the statement does nothing.',
    'add a principal, or remove the statement',
  ),
  EMPTY_ARRAY_RESOURCE: check(
    'SUGGESTION',
    'The list of resources is empty, so the statement does nothing.',
    'add a resource, or remove the statement',
  ),
  EMPTY_OBJECT_CONDITION: check('SUGGESTION', 'A condition block is empty.', 'remove it, or add a condition'),
  EMPTY_OBJECT_PRINCIPAL: check(
    'SUGGESTION',
    'The principal element is an empty object, so the statement does nothing.',
    'add a principal, or remove the statement',
  ),
  EMPTY_SID_VALUE: check('SUGGESTION', 'A `Sid` is an empty string.', 'give the statement a name, or remove `Sid`'),
  EMPTY_VARIABLE: check(
    'ERROR',
    'A policy variable has no name: `${}`.',
    'name the key, or write `${$}` for a dollar sign',
  ),
  FORALLVALUES_WITH_SINGLE_VALUED_KEY: check(
    'SECURITY_WARNING',
    'An Allow uses `ForAllValues` on a key with a single value, so it also allows when the key is absent.',
    'remove `ForAllValues:`',
  ),
  IMPROVE_IP_RANGE: check(
    'SUGGESTION',
    'An IP range has bits set behind its mask, which are ignored.',
    'write the range with those bits zero',
  ),
  INVALID_ACTION: check(
    'ERROR',
    'An action does not exist, or a pattern matches no action that exists.',
    'correct the name, or remove the action',
  ),
  INVALID_ARN_ACCOUNT: check(
    'ERROR',
    'The account field of an ARN is not twelve digits.',
    'write the twelve digits of the account',
  ),
  INVALID_ARN_PREFIX: check('ERROR', 'A resource does not begin with `arn:`.', 'write the whole ARN, or `*`'),
  INVALID_ARN_RESOURCE: check(
    'ERROR',
    'The last part of an ARN fits no type of resource of that service.',
    'write the ARN as the service authorization reference shows it',
  ),
  INVALID_ARN_SERVICE_CASE: check(
    'ERROR',
    'The service in an ARN is not in lower case.',
    'write the service in lower case',
  ),
  INVALID_CONDITION_DATA_TYPE: check(
    'ERROR',
    'The values of one condition key are of different JSON types.',
    'write all of them as strings',
  ),
  INVALID_CONDITION_KEY_FORMAT: check(
    'ERROR',
    'A condition key is not of the form `service:key`.',
    'write the key with its prefix, such as `aws:PrincipalArn`',
  ),
  INVALID_CONDITION_MULTIPLE_BOOLEAN: check(
    'ERROR',
    'A `Bool` condition has several values.',
    'keep one of `true` and `false`',
  ),
  INVALID_CONDITION_OPERATOR: check(
    'ERROR',
    'A condition operator does not exist.',
    'use one of the operators of the IAM User Guide',
  ),
  INVALID_DATE_VALUE: check(
    'WARNING',
    'A date is not in the form that every reader takes the same way.',
    'write it as `YYYY-MM-DDTHH:MM:SSZ`',
  ),
  INVALID_EFFECT: check('ERROR', '`Effect` is neither `Allow` nor `Deny`.', 'write `Allow` or `Deny`'),
  INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: check(
    'ERROR',
    'A federated principal is neither a provider domain nor the ARN of a SAML or OpenID Connect provider.',
    'write the provider ARN, such as `arn:aws:iam::111122223333:saml-provider/Example`',
  ),
  INVALID_GLOBAL_CONDITION_KEY: check(
    'ERROR',
    'A condition key with the prefix `aws:` does not exist.',
    'use one of the global keys of the IAM User Guide',
  ),
  INVALID_PARTITION: check(
    'ERROR',
    'The partition of an ARN does not exist.',
    'write `aws`, or the partition that is meant',
  ),
  INVALID_POLICY_ELEMENT: check(
    'ERROR',
    'The policy or a statement has an element that the grammar does not know.',
    'correct the name (case matters), or remove the element',
  ),
  INVALID_PRINCIPAL_FORMAT: check(
    'ERROR',
    'A principal is neither an account, an ARN, a service nor `*`.',
    'write the ARN of the principal, or the account number',
  ),
  INVALID_PRINCIPAL_KEY: check(
    'ERROR',
    'The principal element has a key that does not exist.',
    'use `AWS`, `Service`, `Federated` or `CanonicalUser`',
  ),
  INVALID_REGION: check(
    'ERROR',
    'The Region of an ARN is not written as Regions are.',
    'write a Region such as `eu-central-1`, or leave the field empty where the service has none',
  ),
  INVALID_ROLE_REFERENCE: check(
    'WARNING',
    'A principal is the id of a role, as it stands after that role was deleted.',
    'name the role by its ARN',
  ),
  INVALID_SERVICE: check('ERROR', 'The service of an ARN does not exist.', 'correct the service'),
  INVALID_SERVICE_CONDITION_KEY: check(
    'ERROR',
    'A service has no condition key of that name.',
    'correct the key, or remove it',
  ),
  INVALID_SERVICE_IN_ACTION: check('ERROR', 'The service prefix of an action does not exist.', 'correct the prefix'),
  INVALID_SERVICE_PRINCIPAL_FORMAT: check(
    'ERROR',
    'A service principal is not a domain name.',
    'write it as `service.amazonaws.com`',
  ),
  INVALID_USER_REFERENCE: check(
    'WARNING',
    'A principal is the id of a user, as it stands after that user was deleted.',
    'name the user by its ARN',
  ),
  INVALID_VARIABLE_FOR_OPERATOR: check(
    'ERROR',
    'A policy variable is used with an operator that compares neither strings nor ARNs.',
    'use the variable with a `String…` or `Arn…` operator',
  ),
  INVALID_VERSION: check('ERROR', '`Version` is not one that IAM knows.', 'write `2012-10-17`'),
  INVALID_VPCE_FORMAT: check(
    'ERROR',
    'The value of `aws:SourceVpce` is not the id of a VPC endpoint.',
    'write it as `vpce-` and hexadecimal digits',
  ),
  INVALID_VPC_FORMAT: check(
    'ERROR',
    'The value of `aws:SourceVpc` is not the id of a VPC.',
    'write it as `vpc-` and hexadecimal digits',
  ),
  JSON_SYNTAX_ERROR: check('ERROR', 'The text is not JSON that IAM reads.', 'correct the JSON'),
  MISMATCHED_ACTION_FOR_PRINCIPAL: check(
    'ERROR',
    'A trust policy allows a principal an action that principals of its kind cannot use.',
    'use `sts:AssumeRole` for AWS and service principals, `sts:AssumeRoleWithSAML` for SAML, `sts:AssumeRoleWithWebIdentity` for OpenID Connect',
  ),
  MISSING_ACTION: check('ERROR', 'A statement has neither `Action` nor `NotAction`.', 'add `Action`'),
  MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: check(
    'ERROR',
    'A trust policy for IAM Roles Anywhere lacks one of the three actions that it needs.',
    'allow `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession` together',
  ),
  MISSING_ARN_ACCOUNT: check(
    'ERROR',
    'The account field of an ARN is empty where resources of that kind have one.',
    'write the account, or `*`',
  ),
  MISSING_ARN_FIELD: check(
    'ERROR',
    'An ARN has fewer than six fields.',
    'write it as `arn:partition:service:region:account:resource`',
  ),
  MISSING_ARN_REGION: check(
    'ERROR',
    'The Region field of an ARN is empty where resources of that kind have one.',
    'write the Region, or `*`',
  ),
  MISSING_BRACE_IN_VARIABLE: check('ERROR', 'A policy variable is not closed.', 'close it with `}`'),
  MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL: check(
    'SECURITY_WARNING',
    'A trust policy lets everybody in whom a shared OpenID Connect provider knows.',
    'add a condition on the `sub` or `aud` key of the provider',
  ),
  MISSING_EFFECT: check('ERROR', 'A statement has no `Effect`.', 'add `"Effect": "Allow"` or `"Effect": "Deny"`'),
  MISSING_GITHUB_REPO_CONDITION_KEY: check(
    'SECURITY_WARNING',
    'A trust policy lets every GitHub repository in.',
    'add a condition on `token.actions.githubusercontent.com:sub` that names the repository',
  ),
  MISSING_PAIRED_CONDITION_KEYS: check(
    'SECURITY_WARNING',
    '`aws:VpcSourceIp` stands without the key that says which VPC the address is of.',
    'add `aws:SourceVpc` or `aws:SourceVpce` to the same condition',
  ),
  MISSING_PRINCIPAL: check('ERROR', 'A statement of a trust policy has no `Principal`.', 'add `Principal`'),
  MISSING_QUALIFIER: check(
    'ERROR',
    'A key with several values is compared without `ForAllValues` or `ForAnyValue`, which never holds.',
    'put `ForAllValues:` or `ForAnyValue:` in front of the operator',
  ),
  MISSING_QUOTE_IN_VARIABLE: check(
    'ERROR',
    'The default of a policy variable is not between single quotes.',
    "write it as `${key, 'default'}`",
  ),
  MISSING_RESOURCE: check('ERROR', 'A statement has neither `Resource` nor `NotResource`.', 'add `Resource`'),
  MISSING_STATEMENT: check('ERROR', 'The policy has no statement.', 'add `Statement` with at least one statement'),
  MISSING_TAG_KEY_IN_CONDITION: check(
    'ERROR',
    'A tag condition key does not say which tag.',
    'write it as `aws:ResourceTag/Key`',
  ),
  MISSING_VERSION: check(
    'WARNING',
    'The policy has no `Version`, so policy variables are plain text in it.',
    'add `"Version": "2012-10-17"`',
  ),
  NULL_WITH_IF_EXISTS: check('ERROR', '`Null` cannot be combined with `IfExists`.', 'use `Null` alone'),
  NULL_WITH_QUALIFIER: check(
    'SUGGESTION',
    '`Null` with a set operator always gives the same answer.',
    'remove the set operator',
  ),
  PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: check(
    'SECURITY_WARNING',
    '`NotAction` with `NotResource` lets somebody pass nearly every role.',
    specificResources,
  ),
  PASS_ROLE_WITH_NOT_RESOURCE: check(
    'SECURITY_WARNING',
    '`iam:PassRole` is allowed with `NotResource`.',
    specificResources,
  ),
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: check(
    'SECURITY_WARNING',
    'A wildcard action that includes `iam:PassRole` is allowed with `NotResource`.',
    specificResources,
  ),
  PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: check(
    'SECURITY_WARNING',
    'A wildcard action lets somebody pass every role.',
    'name the roles, or add the condition key `iam:PassedToService`',
  ),
  PASS_ROLE_WITH_STAR_IN_RESOURCE: check(
    'SECURITY_WARNING',
    '`iam:PassRole` is allowed on every role.',
    'name the roles, or add the condition key `iam:PassedToService`',
  ),
  PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: check(
    'SECURITY_WARNING',
    '`NotAction` leaves `iam:PassRole` allowed on every role.',
    'name the roles, or add the condition key `iam:PassedToService`',
  ),
  POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: check(
    'WARNING',
    'The policy has more than the 6,144 characters (white space aside) that a customer managed policy may have.',
    'split the policy, or minimise it',
  ),
  POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: check(
    'WARNING',
    'The trust policy has more than the 2,048 characters (white space aside) that an account allows by default.',
    'shorten the policy, or ask AWS for a higher quota',
  ),
  PRIVATE_IP_ADDRESS: check(
    'ERROR',
    '`aws:SourceIp` is compared to private addresses only, which it never is.',
    'use `aws:VpcSourceIp` for private addresses',
  ),
  PRIVATE_IP_ADDRESS_SUBSET: check(
    'SUGGESTION',
    '`aws:SourceIp` is compared to private addresses too, which it never is.',
    'use `aws:VpcSourceIp` for private addresses',
  ),
  PRIVATE_NOT_IP_ADDRESS: check(
    'ERROR',
    '`NotIpAddress` excludes only private addresses from `aws:SourceIp`, which always holds.',
    'use `aws:VpcSourceIp` for private addresses',
  ),
  PRIVATE_NOT_IP_ADDRESS_SUBSET: check(
    'SUGGESTION',
    '`NotIpAddress` excludes private addresses too from `aws:SourceIp`, without effect.',
    'use `aws:VpcSourceIp` for private addresses',
  ),
  REDUNDANT_ACTION: check(
    'SUGGESTION',
    'An action is already covered by another of the same statement.',
    'remove the narrower one, or the pattern if only the narrower one is meant',
  ),
  REDUNDANT_CONDITION_VALUE_NUM: check(
    'SUGGESTION',
    'Of several numeric bounds only one decides.',
    'keep the one that decides',
  ),
  REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: check(
    'SUGGESTION',
    'A session of a role is named beside the role itself, which covers it.',
    'remove the session',
  ),
  REDUNDANT_RESOURCE: check(
    'SUGGESTION',
    'A resource is already covered by another of the same statement.',
    'remove the narrower one, or the pattern if only the narrower one is meant',
  ),
  REDUNDANT_STATEMENT: check('SUGGESTION', 'Two statements say the same.', 'remove one of them'),
  ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: check('ERROR', 'A trust policy has `NotPrincipal`.', 'use `Principal`'),
  ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: check(
    'ERROR',
    'A trust policy has `Resource` or `NotResource`.',
    'remove it: the role itself is the resource',
  ),
  ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: check(
    'ERROR',
    'The principal of a trust policy is a bare `*`.',
    'name who may assume the role',
  ),
  SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED: check(
    'WARNING',
    'A trust policy for GitHub does not name one repository and branch.',
    'compare `sub` to a value such as `repo:example/app:ref:refs/heads/main`',
  ),
  STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS: check(
    'SECURITY_WARNING',
    'An ARN is compared with `StringLike`, whose wildcards reach across the fields of an ARN.',
    'use `ArnLike`',
  ),
  TYPE_MISMATCH: check(
    'WARNING',
    'The operator compares another type than the key holds.',
    'use an operator of the type of the key',
  ),
  TYPE_MISMATCH_BOOLEAN: check('WARNING', 'A `Bool` value is neither `true` nor `false`.', 'write `true` or `false`'),
  TYPE_MISMATCH_DATE: check(
    'WARNING',
    'The value of a date condition is no date.',
    'write it as `YYYY-MM-DDTHH:MM:SSZ`',
  ),
  TYPE_MISMATCH_IP_RANGE: check(
    'ERROR',
    'The value of an IP condition is neither an address nor a range.',
    'write it as `203.0.113.0/24` or `2001:db8::/64`',
  ),
  TYPE_MISMATCH_NUMBER: check('WARNING', 'The value of a numeric condition is no number.', 'write a number'),
  TYPE_MISMATCH_STRING: check(
    'WARNING',
    'The value of a `BinaryEquals` condition is not base64.',
    'encode the value as base64',
  ),
  UNIQUE_SIDS_RECOMMENDED: check(
    'WARNING',
    'Two statements of a trust policy have the same `Sid`.',
    'give each statement its own',
  ),
  UNIQUE_SIDS_REQUIRED: check('ERROR', 'Two statements have the same `Sid`.', 'give each statement its own'),
  UNSUPPORTED_ACTION_FOR_CONDITION_KEY: check(
    'ERROR',
    'None of the actions of a statement carries a service condition key that it asks for.',
    'move the condition to a statement with actions that carry the key',
  ),
  UNSUPPORTED_ACTION_IN_POLICY: check(
    'ERROR',
    'A trust policy names an action that has nothing to do with assuming a role.',
    'use the `sts:` actions for assuming a role',
  ),
  UNSUPPORTED_ELEMENT_COMBINATION: check(
    'ERROR',
    'A statement has both an element and its negation.',
    'keep one of the two',
  ),
  UNSUPPORTED_GLOBAL_CONDITION_KEY: check(
    'ERROR',
    'A condition uses a global key that policies do not support.',
    'use `aws:PrincipalArn` or `aws:SourceArn`',
  ),
  UNSUPPORTED_PRINCIPAL: check(
    'ERROR',
    'An identity policy has `Principal` or `NotPrincipal`.',
    'remove it: the principal is whoever the policy is attached to',
  ),
  UNSUPPORTED_SID: check(
    'ERROR',
    'A `Sid` holds other characters than letters and digits.',
    'use letters and digits only',
  ),
  UNSUPPORTED_SPACE_IN_VARIABLE: check('ERROR', 'A policy variable holds a space.', 'remove the space'),
  UNSUPPORTED_WILDCARD_IN_PRINCIPAL: check(
    'ERROR',
    'A principal holds a wildcard beside other text.',
    'name the principal, or use `*` with a condition on `aws:PrincipalArn`',
  ),
  VARIABLE_UNSUPPORTED_IN_ELEMENT: check(
    'ERROR',
    'A policy variable stands outside of `Resource` and `Condition`.',
    'use variables in resources and condition values only',
  ),
  VARIABLE_UNSUPPORTED_IN_VERSION: check(
    'ERROR',
    'A policy variable stands in a policy that is not of version 2012-10-17, where it is plain text.',
    'set `Version` to `2012-10-17`',
  ),
  WILDCARD_IN_SERVICE_NAME: check(
    'SUGGESTION',
    'The service prefix of an action holds a wildcard.',
    'name the service',
  ),
  WILDCARD_WITHOUT_LIKE_OPERATOR: check(
    'WARNING',
    'A value with `*` or `?` is compared by an operator for which these are plain characters.',
    'use the `Like` form of the operator if a wildcard is meant',
  ),
}
