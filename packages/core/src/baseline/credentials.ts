import type { CredentialFacts, KeyFacts } from './account-facts.ts'

/** The keys that still open something. */
export const activeKeys = ({ keys }: CredentialFacts): readonly KeyFacts[] => keys.filter(({ active }) => active)

/** Whether somebody can sign in as this user at all. */
export const canSignIn = (one: CredentialFacts): boolean => one.password !== null || activeKeys(one).length > 0
