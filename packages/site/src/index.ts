export type {
  BuildOptions,
  Redaction,
  SiteAccount,
  SiteHistory,
  SiteInput,
  SiteProblem,
  SiteVerification,
  SourceLocation,
} from './site-input.ts'
export type { SiteView } from './view/site-view.ts'
export { siteView } from './view/site-view.ts'
export { buildSite, type BuiltSite } from './build-site.ts'
export { serveSite, type ServedSite } from './serve-site.ts'
