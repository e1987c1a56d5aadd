import { defineConfig } from 'vitest/config'
import { execArgv, globalSetup } from './testing/secret-scan/index.ts'

const exclude = ['**/*.long.test.ts', '**/node_modules/**']
const testTimeout = 30_000

export default defineConfig({
  test: {
    // Many of the tests wait for a child process, so that one worker a core is not too many.
    maxWorkers: '100%',
    globalSetup,
    projects: [
      {
        // These files leave nothing behind, so that they may share a worker, and load the catalogue and the SDK once.
        test: {
          name: 'packages',
          include: ['packages/{core,aws-sync,cli}/src/**/*.test.ts', '{roles,testing}/**/*.test.ts'],
          exclude,
          testTimeout,
          execArgv,
          isolate: false,
        },
      },
      {
        // Building a site changes the working folder for a while.
        test: { name: 'site', include: ['packages/site/src/**/*.test.ts'], exclude, testTimeout, execArgv },
      },
    ],
  },
})
