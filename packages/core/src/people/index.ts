export { administrators, isAdministratorRole } from './administrators.ts'
export { type AssumableRole, assumableRoles, REVOKE_POLICY, revokingDocument } from './assumable-roles.ts'
export { type AssumedRole, assumedRoles, isSameRole } from './assumed-roles.ts'
export type {
  AccountCredentials,
  CredentialContext,
  CredentialRule,
  ExpectedPerson,
  RootCredentials,
  UserCredentials,
} from './credential-context.ts'
export type {
  CredentialReport,
  ReportedAccessKey,
  ReportedCertificate,
  ReportedPassword,
  ReportedUser,
} from './credential-report.ts'
export { type GrantDocuments, grantDocuments } from './grant-documents.ts'
export { endingAt, grantEnd } from './grant-end.ts'
export type { HeldAccessKey, HeldKey, HeldServiceCredential, Holdings } from './holdings.ts'
export {
  DENY_POLICY,
  denyAllDocument,
  isDeniedEverything,
  isVirtual,
  type OffboardStep,
  offboardSteps,
  offboardStepText,
} from './offboard-steps.ts'
export { enrolmentPath, grantOf, grantPath, grantPlace, isLasting } from './own-paths.ts'
export { credentialRules, reviewCredentials } from './review-credentials.ts'
export { type RotationStep, rotationStep } from './rotation-step.ts'
export { parseCredentialReport } from './parse-credential-report.ts'
