import { type CodeEntry, entry } from './code-entry.ts'

/** What the commands about an account's own settings and CloudHSM refuse. */
export const accountCodes: Readonly<Record<string, CodeEntry>> = {
  'alias-taken': entry(
    'Another account of AWS has the alias.',
    'another account of AWS has the alias `examplecorp`',
    'Choose another: an alias is unique in all of AWS.',
  ),
  'cloudhsm-in-the-way': entry(
    'HSMs and clusters stand in the way of deleting the service-linked role, and none of them was named.',
    '2 HSMs and 1 cluster stand in the way: `cluster-igklspoyj5v` (eu-west-1)',
    'Nothing was deleted; to delete clusters for good, type their ids in with `--delete-clusters`.',
  ),
  'cloudhsm-refused': entry(
    'A cluster that was named is not deleted: it is unknown, KMS keeps keys in it, or it has no backup.',
    '`cluster-igklspoyj5v` is not deleted: it has no backup that is ready, so that its keys would be lost for good',
    'Leave it out, or see to that first.',
  ),
  'cloudhsm-slow': entry(
    'A cluster or HSM was not through with a change after half an hour.',
    '`cluster-igklspoyj5v` in eu-west-1 is still `DELETE_IN_PROGRESS` after 30 minutes',
    'Run it again later: it goes on from there.',
  ),
  'invalid-region': entry(
    'The name of a region can be none of AWS.',
    '`ireland` is not a region of AWS',
    'Give names such as `eu-west-1`.',
  ),
  'service-role-pending': entry(
    'AWS was still deleting the service-linked role after ten minutes.',
    'AWS is still deleting the role `AWSServiceRoleForCloudHSM` after 10 minutes',
    'Run it again later: it goes on with the same task.',
  ),
  'service-role-used': entry(
    'AWS did not delete the service-linked role, since something uses it.',
    'AWS did not delete the role `AWSServiceRoleForCloudHSM`, which is used in us-west-2: clusters exist',
    'Delete what uses it in the regions named, and run it again.',
  ),
}
