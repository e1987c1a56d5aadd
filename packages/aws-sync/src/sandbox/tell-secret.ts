import { channel } from 'node:diagnostics_channel'

const secrets = channel('rolewright:sandbox:secret')

/**
 * Tells a secret that the account has just taken or given out to whoever listens in this process, and gives it back. Nobody does but a test run,
 * which looks for it afterwards wherever it must not be.
 */
export function tellSecret(secret: string): string {
  secrets.publish(secret)
  return secret
}
