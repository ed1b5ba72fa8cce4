import type { Kind, NotImportable } from './kind';
import { apis } from './kinds/apis';
import { buckets } from './kinds/buckets';
import { email } from './kinds/email';
import { functions } from './kinds/functions';
import { identityPools } from './kinds/identity-pools';
import { keys } from './kinds/keys';
import { observed } from './kinds/observed';
import { policyStores } from './kinds/policy-stores';
import { poolParts } from './kinds/pool-parts';
import { pools } from './kinds/pools';
import { roles } from './kinds/roles';
import { tables } from './kinds/tables';

/** Its function finds an existing provider and brings it to the desired state (functions/identity-provider/decide.ts). */
const invocation: NotImportable = {
  by: 'nothing',
  what: 'it is called again: the function changes an existing provider and keeps its secret',
  instead: 'again',
};

const okta: NotImportable = {
  by: 'nothing',
  what:
    'it is at Okta, not in AWS, and nothing looks there: if the apply created it, remove it there or import it ' +
    'by hand, or Terraform creates a second one',
  instead: 'unsupported',
};

/** How each resource type in our stacks is found. docs/adoption.md has the same table. */
export const kinds: Readonly<Record<string, Kind>> = {
  ...apis,
  ...buckets,
  ...email,
  ...functions,
  ...identityPools,
  ...keys,
  ...observed,
  ...policyStores,
  ...poolParts,
  ...pools,
  ...roles,
  ...tables,
  aws_lambda_invocation: invocation,
  okta_app_group_assignments: okta,
  okta_app_oauth: okta,
};
