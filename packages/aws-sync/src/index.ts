export * from './apply/index.ts'
export * from './audit/index.ts'
export * from './read/index.ts'
export * from './sandbox/index.ts'
