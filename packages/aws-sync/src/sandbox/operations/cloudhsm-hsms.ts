import type {
  CreateHsmRequest,
  CreateHsmResponse,
  DeleteHsmRequest,
  DeleteHsmResponse,
} from '@aws-sdk/client-cloudhsm-v2'
import { z } from 'zod'
import { AwsError } from '../aws-error.ts'
import { backUp, clusterWithId, newCloudHsmId, newEc2Id } from '../cloudhsm/lookup.ts'
import { useServiceRole } from '../cloudhsm/service-role.ts'
import { hsmShape } from '../cloudhsm/shapes.ts'
import { clusterState, hsmsOf, hsmState } from '../cloudhsm/states.ts'
import { clusterId } from '../cloudhsm/tags.ts'
import { jsonOperation, type JsonOperation } from '../operation.ts'
import type { StoredHsm } from '../state/cloudhsm.ts'

/** What a cluster may have at first. See "AWS CloudHSM quotas". */
const HSMS = 28

const createHsm = jsonOperation<CreateHsmRequest, CreateHsmResponse>({
  name: 'CreateHsm',
  changes: true,
  input: z.object({
    ClusterId: clusterId,
    AvailabilityZone: z.string().regex(/^[a-z]{2}(?:-gov)?-(?:east|west|north|south|central){1,2}-\d[a-z]$/),
    IpAddress: z.ipv4().exactOptional(),
  }),
  run: (account, input, call) => {
    const cluster = clusterWithId(account, input.ClusterId ?? '', call)
    const state = clusterState(cluster, call.now)
    if (!['UNINITIALIZED', 'INITIALIZED', 'ACTIVE', 'UPDATE_IN_PROGRESS'].includes(state)) {
      throw new AwsError('CloudHsmInvalidRequestException', `Cluster ${cluster.id} is ${state}.`)
    }
    const zone = input.AvailabilityZone ?? ''
    const subnet = cluster.subnets[zone]
    if (subnet === undefined) {
      throw new AwsError('CloudHsmInvalidRequestException', `Cluster ${cluster.id} has no subnet in ${zone}.`)
    }
    const there = hsmsOf(cluster, call.now)
    if (there.length >= HSMS) throw new AwsError('CloudHsmInvalidRequestException', `A cluster can have ${HSMS} HSMs.`)
    const hsm: StoredHsm = {
      id: newCloudHsmId('hsm'),
      zone,
      subnet,
      eni: newEc2Id('eni'),
      ip: input.IpAddress ?? freeAddress(there),
      createdAt: call.now.toISOString(),
    }
    const changed = { ...cluster, hsms: [...cluster.hsms, hsm] }
    account.clusters.put(changed)
    backUp(account, changed, call)
    useServiceRole(account, call)
    return { Hsm: hsmShape(cluster, hsm, call.now) }
  },
})

function freeAddress(hsms: readonly StoredHsm[]): string {
  const taken = new Set(hsms.map(({ ip }) => ip))
  for (let last = 11; ; last++) if (!taken.has(`10.0.0.${last}`)) return `10.0.0.${last}`
}

const deleteHsm = jsonOperation<DeleteHsmRequest, DeleteHsmResponse>({
  name: 'DeleteHsm',
  changes: true,
  input: z.object({
    ClusterId: clusterId,
    HsmId: z
      .string()
      .regex(/^hsm-[2-7a-zA-Z]{11,16}$/)
      .exactOptional(),
    EniId: z.string().exactOptional(),
    EniIp: z.string().exactOptional(),
  }),
  run: (account, input, call) => {
    const cluster = clusterWithId(account, input.ClusterId ?? '', call)
    const named = [input.HsmId, input.EniId, input.EniIp].filter((each) => each !== undefined)
    if (named.length !== 1) {
      throw new AwsError('CloudHsmInvalidRequestException', 'Name one HSM by HsmId, EniId or EniIp.')
    }
    const hsm = hsmsOf(cluster, call.now).find(({ id, eni, ip }) => [id, eni, ip].includes(named[0] ?? ''))
    if (hsm === undefined) {
      throw new AwsError('CloudHsmResourceNotFoundException', `HSM ${named[0]} not found in cluster ${cluster.id}.`)
    }
    if (hsmState(hsm, call.now) !== 'ACTIVE') {
      throw new AwsError('CloudHsmInvalidRequestException', `HSM ${hsm.id} is ${hsmState(hsm, call.now)}.`)
    }
    const gone = { ...hsm, deletedAt: call.now.toISOString() }
    backUp(account, cluster, call)
    account.clusters.put({ ...cluster, hsms: cluster.hsms.map((each) => (each.id === hsm.id ? gone : each)) })
    useServiceRole(account, call)
    return { HsmId: hsm.id }
  },
})

export const cloudHsmHsmOperations: readonly JsonOperation[] = [createHsm, deleteHsm]
