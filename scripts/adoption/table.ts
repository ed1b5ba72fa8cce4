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

/** The function behind it finds a provider that stands, and brings it to what is wanted (functions/identity-provider/decide.ts). */
const invocation: NotImportable = {
  by: 'nothing',
  what: 'it is called again: the function changes a provider that stands, and keeps its secret',
  instead: 'again',
};

const okta: NotImportable = {
  by: 'nothing',
  what:
    'it stands at Okta, not in AWS, and nothing looks there: where the apply made it, remove it there or import it ' +
    'by hand, or Terraform makes a second one',
  instead: 'unsupported',
};

/** How each resource type that our stacks write is found. docs/adoption.md shows the same to people. */
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
