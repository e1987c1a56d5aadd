export { bootstrap, type Bootstrapped, type BootstrapRun, type BootstrapSecret } from './bootstrap.ts'
export { type Mended, mend } from './mend.ts'
export { type FactsOptions, readAccountFacts } from './read-account-facts.ts'
