import { createHash } from 'node:crypto'

/** What is kept of a secret: enough to tell that there is one, and whether another is the same. */
export const secretHash = (secret: string): string => createHash('sha256').update(secret).digest('hex')
