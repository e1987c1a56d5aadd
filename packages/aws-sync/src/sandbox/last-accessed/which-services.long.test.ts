import { describe, it } from 'vitest'
import { expectListsAsTried, expectRowsAsTried } from './expect-as-tried.testing.ts'

describe('any policies', () => {
  it('have rows of exactly the services that can be reached by some action on some resource', () =>
    expectRowsAsTried(50))

  it('are listed each by itself for exactly the services that they may grant', () => expectListsAsTried(120))
})
