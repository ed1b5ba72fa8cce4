import type { Rules } from '../rules';
import { key, keyAlias } from './keys';
import { policyStore } from './policy-store';
import { bucket, encryption, lifecycle, ownership, publicAccess, versioning } from './state-bucket';
import { table, tableReplica } from './tables';

/** Storage of data, policies, keys and states. */
export const storeRules: Rules = {
  aws_dynamodb_table: [table],
  aws_dynamodb_table_replica: [tableReplica],
  aws_kms_alias: [keyAlias],
  aws_kms_key: [key],
  aws_s3_bucket: [bucket],
  aws_s3_bucket_lifecycle_configuration: [lifecycle],
  aws_s3_bucket_ownership_controls: [ownership],
  aws_s3_bucket_public_access_block: [publicAccess],
  aws_s3_bucket_server_side_encryption_configuration: [encryption],
  aws_s3_bucket_versioning: [versioning],
  aws_verifiedpermissions_policy_store: [policyStore],
};
