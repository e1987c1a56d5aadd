export { type DisableOptions, disableCloudHsm, type Disabled, planDisable } from './disable.ts'
export { type Enabled, enableCloudHsm } from './enable.ts'
export { readCloudHsm, readServiceRole } from './read-cloudhsm.ts'
export { RoleStillUsed, type RoleUsage } from './role-deletion.ts'
