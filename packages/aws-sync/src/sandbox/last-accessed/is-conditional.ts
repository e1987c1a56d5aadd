import type { Statement } from '@rolewright/core/policy'

/** Whether a statement's condition asks for anything: an empty one always holds. */
export const isConditional = ({ Condition: condition }: Statement): boolean =>
  condition !== undefined && Object.values(condition).some((tests) => Object.keys(tests).length > 0)
