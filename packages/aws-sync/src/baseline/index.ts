export { type Mended, mend } from './mend.ts'
export { type FactsOptions, readAccountFacts } from './read-account-facts.ts'
