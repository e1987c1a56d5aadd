/** What AWS calls a suggestion: the policy works, and would be better otherwise. Code by code, what it finds and the next thing to do. */
export const suggestionChecks = {
  ALLOW_NOT_ACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    type: 'SUGGESTION',
    finds:
      'An Allow with `NotAction` is conditioned by `aws:ResourceTag`, which many of the remaining actions never carry.',
    mend: 'list the actions that can be decided by tags under `Action`',
  },
  ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: {
    type: 'SUGGESTION',
    finds:
      'An Allow is conditioned by `aws:ResourceTag`, but some of its actions never carry that key, so it does not allow them.',
    mend: 'move these actions to a statement without the tag condition, or remove them',
  },
  CONFIRM_AUDIENCE_CLAIM_TYPE: {
    type: 'SUGGESTION',
    finds:
      'A trust policy checks the `aud` claim of an OpenID Connect provider, which is single-valued with some providers and a list with others.',
    mend: 'make sure that the operator fits how the provider sends `aud`: no set operator for a single value',
  },
  EMPTY_ARRAY_ACTION: {
    type: 'SUGGESTION',
    finds: 'The list of actions is empty, so the statement does nothing.',
    mend: 'add an action, or remove the statement',
  },
  EMPTY_ARRAY_CONDITION: {
    type: 'SUGGESTION',
    finds: 'A condition key has an empty list of values.',
    mend: 'add a value, or remove the key',
  },
  EMPTY_ARRAY_CONDITION_FORALLVALUES: {
    type: 'SUGGESTION',
    finds: '`ForAllValues` with an empty list holds only when the key is absent.',
    mend: 'use the `Null` operator with `true` to ask for absence',
  },
  EMPTY_ARRAY_CONDITION_FORANYVALUE: {
    type: 'SUGGESTION',
    finds: '`ForAnyValue` with an empty list never holds.',
    mend: 'add a value, or remove the key',
  },
  EMPTY_ARRAY_CONDITION_IFEXISTS: {
    type: 'SUGGESTION',
    finds: '`IfExists` with an empty list holds only when the key is absent.',
    mend: 'use the `Null` operator with `true` to ask for absence',
  },
  EMPTY_ARRAY_PRINCIPAL: {
    type: 'SUGGESTION',
    finds: 'The list of principals is empty, so the statement does nothing.',
    mend: 'add a principal, or remove the statement',
  },
  EMPTY_ARRAY_RESOURCE: {
    type: 'SUGGESTION',
    finds: 'The list of resources is empty, so the statement does nothing.',
    mend: 'add a resource, or remove the statement',
  },
  EMPTY_OBJECT_CONDITION: {
    type: 'SUGGESTION',
    finds: 'A condition block is empty.',
    mend: 'remove it, or add a condition',
  },
  EMPTY_OBJECT_PRINCIPAL: {
    type: 'SUGGESTION',
    finds: 'The principal element is an empty object, so the statement does nothing.',
    mend: 'add a principal, or remove the statement',
  },
  EMPTY_SID_VALUE: {
    type: 'SUGGESTION',
    finds: 'A `Sid` is an empty string.',
    mend: 'give the statement a name, or remove `Sid`',
  },
  IMPROVE_IP_RANGE: {
    type: 'SUGGESTION',
    finds: 'An IP range has bits set behind its mask, which are ignored.',
    mend: 'write the range with those bits zero',
  },
  NULL_WITH_QUALIFIER: {
    type: 'SUGGESTION',
    finds: '`Null` with a set operator always gives the same answer.',
    mend: 'remove the set operator',
  },
  PRIVATE_IP_ADDRESS_SUBSET: {
    type: 'SUGGESTION',
    finds: '`aws:SourceIp` is compared to private addresses too, which it never is.',
    mend: 'use `aws:VpcSourceIp` for private addresses',
  },
  PRIVATE_NOT_IP_ADDRESS_SUBSET: {
    type: 'SUGGESTION',
    finds: '`NotIpAddress` excludes private addresses too from `aws:SourceIp`, without effect.',
    mend: 'use `aws:VpcSourceIp` for private addresses',
  },
  REDUNDANT_ACTION: {
    type: 'SUGGESTION',
    finds: 'An action is already covered by another of the same statement.',
    mend: 'remove the narrower one, or the pattern if only the narrower one is meant',
  },
  REDUNDANT_CONDITION_VALUE_NUM: {
    type: 'SUGGESTION',
    finds: 'Of several numeric bounds only one decides.',
    mend: 'keep the one that decides',
  },
  REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: {
    type: 'SUGGESTION',
    finds: 'A session of a role is named beside the role itself, which covers it.',
    mend: 'remove the session',
  },
  REDUNDANT_RESOURCE: {
    type: 'SUGGESTION',
    finds: 'A resource is already covered by another of the same statement.',
    mend: 'remove the narrower one, or the pattern if only the narrower one is meant',
  },
  REDUNDANT_STATEMENT: {
    type: 'SUGGESTION',
    finds: 'Two statements say the same.',
    mend: 'remove one of them',
  },
  WILDCARD_IN_SERVICE_NAME: {
    type: 'SUGGESTION',
    finds: 'The service prefix of an action holds a wildcard.',
    mend: 'name the service',
  },
} as const
