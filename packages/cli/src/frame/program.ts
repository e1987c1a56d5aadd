import { catalogDate } from '@rolewright/core'
import { Command } from 'commander'
import { addAdopt } from '../commands/adopt.ts'
import { addApply } from '../commands/apply.ts'
import { addAudit } from '../commands/audit.ts'
import { addBaseline } from '../commands/baseline.ts'
import { addBootstrap } from '../commands/bootstrap.ts'
import { addCan } from '../commands/can.ts'
import { addCheck } from '../commands/check.ts'
import { addCloudHsm } from '../commands/cloudhsm.ts'
import { addDrift } from '../commands/drift.ts'
import { addExplain } from '../commands/explain.ts'
import { addImport } from '../commands/import.ts'
import { addInit } from '../commands/init.ts'
import { addPeople } from '../commands/people.ts'
import { addPlan } from '../commands/plan.ts'
import { addReview } from '../commands/review.ts'
import { addSandbox } from '../commands/sandbox.ts'
import { addSite } from '../commands/site.ts'
import { addWhoCan } from '../commands/who-can.ts'
import type { Start } from './context.ts'
import type { Io } from './io.ts'
import { version } from './version.ts'

/** The whole command line: `rolewright <command> [options]`. */
export function createProgram(start: Start, io: Io): Command {
  const program = new Command('rolewright')
    .summary('business roles as TypeScript, in AWS IAM')
    .description(
      'Business roles as TypeScript, put into AWS IAM, kept narrow by evidence, published for auditors.\n\nA first round:  check, then plan, then apply. Add --sandbox account.json to try it without AWS.',
    )
    .version(
      `rolewright ${version()} (catalogue of AWS actions of ${catalogDate})`,
      '-V, --version',
      'print the version and the catalogue’s date',
    )
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err, outputError: () => undefined })
    .configureHelp({ sortOptions: true })
    .helpCommand('help [command]', 'show how a command is used')
  for (const add of [
    addInit,
    addCheck,
    addExplain,
    addCan,
    addWhoCan,
    addPlan,
    addApply,
    addDrift,
    addReview,
    addPeople,
    addBaseline,
    addBootstrap,
    addCloudHsm,
    addAudit,
    addSite,
    addSandbox,
    addImport,
    addAdopt,
  ])
    add(program, start)
  return program
}
