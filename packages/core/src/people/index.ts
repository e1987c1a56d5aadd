export type {
  CredentialReport,
  ReportedAccessKey,
  ReportedCertificate,
  ReportedPassword,
  ReportedUser,
} from './credential-report.ts'
export { parseCredentialReport } from './parse-credential-report.ts'
