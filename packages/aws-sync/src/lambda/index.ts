export { reviewHandler } from './review-handler.ts'
export type { ReviewHandlerOptions, ReviewHandlerResult } from './review-handler.ts'
