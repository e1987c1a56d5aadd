/** The codes that the account answers with. */
export type AwsErrorCode =
  | 'AccessDenied'
  | 'CloudHsmAccessDeniedException'
  | 'CloudHsmClusterInUseException'
  | 'CloudHsmClusterNotActiveException'
  | 'CloudHsmClusterNotFoundException'
  | 'CloudHsmInvalidRequestException'
  | 'CloudHsmResourceNotFoundException'
  | 'CloudHsmTagException'
  | 'CustomKeyStoreNameInUseException'
  | 'CustomKeyStoreNotFoundException'
  | 'DeleteConflict'
  | 'DuplicateCertificate'
  | 'DuplicateSSHPublicKey'
  | 'EntityAlreadyExists'
  | 'EntityTemporarilyUnmodifiable'
  | 'ExpiredToken'
  | 'InvalidAction'
  | 'InvalidAuthenticationCode'
  | 'InvalidCertificate'
  | 'InvalidClientTokenId'
  | 'InvalidEventCategoryException'
  | 'InvalidInput'
  | 'InvalidLookupAttributesException'
  | 'InvalidMaxResultsException'
  | 'InvalidNextTokenException'
  | 'InvalidPublicKey'
  | 'InvalidTimeRangeException'
  | 'InvalidUserType'
  | 'LimitExceeded'
  | 'MalformedCertificate'
  | 'MalformedInput'
  | 'MalformedPolicyDocument'
  | 'MethodNotAllowed'
  | 'MissingAction'
  | 'MissingAuthenticationToken'
  | 'NotFound'
  | 'NoSuchEntity'
  | 'NotSupportedService'
  | 'PasswordPolicyViolation'
  | 'PolicyNotAttachable'
  | 'ReportExpired'
  | 'ReportInProgress'
  | 'ReportNotPresent'
  | 'RequestEntityTooLarge'
  | 'ServiceFailure'
  | 'UnmodifiableEntity'
  | 'UnrecognizedPublicKeyEncoding'
  | 'ValidationError'

const statuses: Readonly<Record<AwsErrorCode, number>> = {
  AccessDenied: 403,
  CloudHsmAccessDeniedException: 400,
  CloudHsmClusterInUseException: 400,
  CloudHsmClusterNotActiveException: 400,
  CloudHsmClusterNotFoundException: 400,
  CloudHsmInvalidRequestException: 400,
  CloudHsmResourceNotFoundException: 400,
  CloudHsmTagException: 400,
  CustomKeyStoreNameInUseException: 400,
  CustomKeyStoreNotFoundException: 400,
  DeleteConflict: 409,
  DuplicateCertificate: 409,
  DuplicateSSHPublicKey: 400,
  EntityAlreadyExists: 409,
  EntityTemporarilyUnmodifiable: 409,
  ExpiredToken: 403,
  InvalidAction: 400,
  InvalidAuthenticationCode: 403,
  InvalidCertificate: 400,
  InvalidClientTokenId: 403,
  InvalidEventCategoryException: 400,
  InvalidInput: 400,
  InvalidLookupAttributesException: 400,
  InvalidMaxResultsException: 400,
  InvalidNextTokenException: 400,
  InvalidPublicKey: 400,
  InvalidTimeRangeException: 400,
  InvalidUserType: 400,
  LimitExceeded: 409,
  MalformedCertificate: 400,
  MalformedInput: 400,
  MalformedPolicyDocument: 400,
  MethodNotAllowed: 405,
  MissingAction: 400,
  MissingAuthenticationToken: 403,
  NoSuchEntity: 404,
  NotSupportedService: 404,
  NotFound: 404,
  PasswordPolicyViolation: 400,
  PolicyNotAttachable: 400,
  ReportExpired: 410,
  ReportInProgress: 404,
  ReportNotPresent: 410,
  RequestEntityTooLarge: 413,
  ServiceFailure: 500,
  UnmodifiableEntity: 400,
  UnrecognizedPublicKeyEncoding: 400,
  ValidationError: 400,
}

/** An answer that AWS gives to a request it refuses: its code, its HTTP status and its sentence. */
export class AwsError extends Error {
  readonly code: AwsErrorCode
  readonly status: number

  constructor(code: AwsErrorCode, message: string) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.status = statuses[code]
  }
}
