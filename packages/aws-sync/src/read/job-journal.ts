import { appendFile, mkdir, readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'

/** Jobs of last-accessed reports that were started, kept in a file so that a run after a crash reads them instead of starting them again. */
export interface JobJournal {
  /** The job of an entity that an earlier run started, or undefined. */
  readonly jobOf: (arn: string) => string | undefined
  /** Written before the job is waited for. */
  readonly started: (arn: string, jobId: string) => Promise<void>
  /** All reports are kept: the next run wants new ones. */
  readonly done: () => Promise<void>
}

/** A report is frozen when its job starts; what an older job says is no longer the state of things. */
const FRESH_MS = 3_600_000

/** AWS refuses an id of another length as malformed, not as one that it has forgotten: no run would get past it. */
const jobId = z.string().length(36)

const line = z.object({ arn: z.string(), jobId, at: z.iso.datetime(), by: z.string() })

/**
 * Opens the journal of a file; without a file nothing is remembered. Only jobs that the same caller started within the last hour count:
 * nobody else can read them. A torn or edited line is passed over: its job is started again.
 */
export async function openJobJournal(given: {
  readonly file: string | undefined
  /** ARN of the caller. */
  readonly by: string
  readonly now: () => Date
}): Promise<JobJournal> {
  const { file, by, now } = given
  if (file === undefined) {
    return { jobOf: () => undefined, started: async () => undefined, done: async () => undefined }
  }
  const jobs = new Map<string, string>()
  for (const text of (await textOf(file)).split('\n')) {
    const entry = parsed(text)
    if (entry === undefined || entry.by !== by) continue
    const age = now().getTime() - Date.parse(entry.at)
    if (age >= 0 && age < FRESH_MS) jobs.set(entry.arn, entry.jobId)
  }
  await mkdir(dirname(file), { recursive: true })
  return {
    jobOf: (arn) => jobs.get(arn),
    started: async (arn, jobId) => {
      jobs.set(arn, jobId)
      await appendFile(file, `${JSON.stringify({ arn, jobId, at: now().toISOString(), by })}\n`)
    },
    done: () => rm(file, { force: true }),
  }
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

function parsed(text: string): z.infer<typeof line> | undefined {
  try {
    return line.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}
