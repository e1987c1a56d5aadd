import type { Command } from 'commander'
import type { Start } from '../frame/context.ts'
import { addGrant } from './people-grant.ts'
import { addOffboard } from './people-offboard.ts'
import { addOnboard } from './people-onboard.ts'
import { addCredentialReview } from './people-review.ts'
import { addRotateKey } from './people-rotate-key.ts'

/** `rolewright people` and its parts. */
export function addPeople(program: Command, start: Start): void {
  const group = program
    .command('people')
    .summary('onboard, offboard, temporary access, credentials')
    .description('Onboarding and offboarding, temporary access, and everybody’s credentials.')
  addOnboard(group, start)
  addOffboard(group, start)
  addCredentialReview(group, start)
  addGrant(group, start)
  addRotateKey(group, start)
}
