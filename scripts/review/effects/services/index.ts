import type { Rules } from '../rules';
import { registry } from './registry';

/** Services' rights, and trusted tokens; `access` judges which tokens a policy store itself accepts. */
export const serviceRules: Rules = {
  aws_dynamodb_table_item: [registry],
};
