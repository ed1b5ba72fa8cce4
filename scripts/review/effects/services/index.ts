import type { Rules } from '../rules';
import { registry } from './registry';

/** What services may do, and whose tokens are believed; what a policy store itself believes is judged by `access`. */
export const serviceRules: Rules = {
  aws_dynamodb_table_item: [registry],
};
