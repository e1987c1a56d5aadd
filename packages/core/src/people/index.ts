export type {
  CredentialReport,
  ReportedAccessKey,
  ReportedCertificate,
  ReportedPassword,
  ReportedUser,
} from './credential-report.ts'
export { endingAt, grantEnd } from './grant-end.ts'
export { enrolmentPath, grantOf, grantPath, grantPlace } from './own-paths.ts'
export { parseCredentialReport } from './parse-credential-report.ts'
