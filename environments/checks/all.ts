import type { Finding } from '../loading/finding';
import { accountIds } from './account-ids';
import { accountUse } from './account-use';
import { bootstrapRole } from './bootstrap-role';
import { callbackOwner } from './callback-owner';
import { capacity } from './capacity';
import { cellTargets } from './cell-targets';
import type { EnvironmentCheck, EnvironmentFile, FleetCheck } from './check';
import { duplicates } from './duplicates';
import { fileNames } from './file-names';
import { flowOwner } from './flow-owner';
import { pipeline } from './pipeline';
import { productionMfa } from './production-mfa';
import { productionUrls } from './production-urls';
import { quotas } from './quotas';
import { relaxations } from './relaxations';
import { signInDomains } from './sign-in-domains';
import { stackIds } from './stack-ids';
import { tags } from './tags';
import { tenantPlacement } from './tenant-placement';
import { tokenLifetimes } from './token-lifetimes';

const environmentChecks: readonly EnvironmentCheck[] = [
  accountUse,
  bootstrapRole,
  capacity,
  cellTargets,
  duplicates,
  fileNames,
  flowOwner,
  pipeline,
  productionMfa,
  productionUrls,
  quotas,
  relaxations,
  tags,
  tenantPlacement,
  tokenLifetimes,
];

const fleetChecks: readonly FleetCheck[] = [accountIds, callbackOwner, signInDomains, stackIds];

/** What no single file's schema can see: rules over several keys, files and environments. */
export const crossFindings = (environments: readonly EnvironmentFile[]): Finding[] => [
  ...environments.flatMap((environment) => environmentChecks.flatMap((check) => check(environment))),
  ...fleetChecks.flatMap((check) => check(environments)),
];
