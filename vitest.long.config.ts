import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['packages/*/{src,scripts}/**/*.long.test.ts', 'bench/**/*.long.test.ts'],
    testTimeout: 600_000,
  },
})
