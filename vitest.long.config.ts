import { defineConfig } from 'vitest/config'
import { execArgv, globalSetup } from './testing/secret-scan/index.ts'

export default defineConfig({
  test: {
    include: ['packages/*/{src,scripts}/**/*.long.test.ts', '{bench,testing}/**/*.long.test.ts'],
    globalSetup,
    execArgv,
    testTimeout: 600_000,
  },
})
