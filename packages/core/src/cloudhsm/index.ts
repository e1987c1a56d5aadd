export {
  type CloudHsmAdministrator,
  cloudHsmAdministrators,
  type CloudHsmCommand,
  missingCloudHsmRights,
} from './cloudhsm-rights.ts'
export {
  CLOUDHSM_ROLE,
  cloudHsmRoleArn,
  type CloudHsmStatus,
  type ClusterStatus,
  type HsmStatus,
  parseCloudHsmStatus,
  type ServiceRoleStatus,
} from './cloudhsm-status.ts'
export { type DisablePlan, disablePlan, keyStoreRefusal, type Obstacle, type Refusal } from './disable-plan.ts'
