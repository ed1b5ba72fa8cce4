import type { Rules } from '../rules';
import { identitySource } from './identity-source';
import { registry } from './registry';

/** What services may do, and whose tokens are believed. */
export const serviceRules: Rules = {
  aws_dynamodb_table_item: [registry],
  aws_verifiedpermissions_identity_source: [identitySource],
};
