import { z } from 'zod'

/** A date as the account's file writes it: ISO 8601 in UTC. */
export const isoDate: z.ZodType<string> = z.iso.datetime()
