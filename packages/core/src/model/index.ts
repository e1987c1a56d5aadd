export { defineModel } from './define-model.ts'
export { groupName } from './group-name.ts'
export { ModelError } from './model-error.ts'
export { isMembership } from './is-membership.ts'
