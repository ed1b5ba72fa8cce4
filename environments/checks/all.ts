import type { Finding } from '../loading/finding';
import { accountIds } from './account-ids';
import { accountUse } from './account-use';
import { bootstrapRole } from './bootstrap-role';
import { callbackOwner } from './callback-owner';
import { capacity } from './capacity';
import { cellTargets } from './cell-targets';
import type { EnvironmentCheck, EnvironmentFile, FleetCheck } from './check';
import { customDomainCertificate } from './custom-domain-certificate';
import { customDomainOwner } from './custom-domain-owner';
import { customDomainQuota } from './custom-domain-quota';
import { customDomainRegion } from './custom-domain-region';
import { databaseOwner } from './database-owner';
import { databases } from './databases';
import { duplicates } from './duplicates';
import { edgeBackends } from './edge-backends';
import { edgeDecisions } from './edge-decisions';
import { edgeFlows } from './edge-flows';
import { edgeRoutes } from './edge-routes';
import { email } from './email';
import { federatedUsers } from './federated-users';
import { fileNames } from './file-names';
import { flowOwner } from './flow-owner';
import { flowSettings } from './flow-settings';
import { formerTenants } from './former-tenants';
import { gatesOfWaves } from './gates-of-waves';
import { groupRoles } from './group-roles';
import { identityPoolRights } from './identity-pool-rights';
import { machineQuotas } from './machine-quotas';
import { oktaApp } from './okta-app';
import { passkeys } from './passkeys';
import { pipeline } from './pipeline';
import { pipelineOwner } from './pipeline-owner';
import { policyGroups } from './policy-groups';
import { productionMfa } from './production-mfa';
import { productionSms } from './production-sms';
import { productionUrls } from './production-urls';
import { productionWaves } from './production-waves';
import { quotas } from './quotas';
import { relaxations } from './relaxations';
import { samlMetadata } from './saml-metadata';
import { secretOwner } from './secret-owner';
import { serviceNames } from './service-names';
import { serviceOverlays } from './service-overlays';
import { serviceScopes } from './service-scopes';
import { serviceToken } from './service-token';
import { sessionTags } from './session-tags';
import { signInDomains } from './sign-in-domains';
import { stackIds } from './stack-ids';
import { staffDomains } from './staff-domains';
import { tags } from './tags';
import { tenantPlacement } from './tenant-placement';
import { tokenLifetimes } from './token-lifetimes';

const environmentChecks: readonly EnvironmentCheck[] = [
  accountUse,
  bootstrapRole,
  capacity,
  cellTargets,
  customDomainCertificate,
  customDomainQuota,
  customDomainRegion,
  databases,
  duplicates,
  edgeBackends,
  edgeDecisions,
  edgeFlows,
  edgeRoutes,
  email,
  federatedUsers,
  fileNames,
  flowOwner,
  flowSettings,
  formerTenants,
  gatesOfWaves,
  groupRoles,
  identityPoolRights,
  machineQuotas,
  oktaApp,
  passkeys,
  pipeline,
  policyGroups,
  productionMfa,
  productionSms,
  productionUrls,
  productionWaves,
  quotas,
  relaxations,
  samlMetadata,
  secretOwner,
  serviceOverlays,
  serviceNames,
  serviceScopes,
  serviceToken,
  sessionTags,
  staffDomains,
  tags,
  tenantPlacement,
  tokenLifetimes,
];

const fleetChecks: readonly FleetCheck[] = [
  accountIds,
  callbackOwner,
  customDomainOwner,
  databaseOwner,
  pipelineOwner,
  signInDomains,
  stackIds,
];

/** Rules that span several keys, files or environments, which no single file's schema can check. */
export const crossFindings = (environments: readonly EnvironmentFile[]): Finding[] => [
  ...environments.flatMap((environment) => environmentChecks.flatMap((check) => check(environment))),
  ...fleetChecks.flatMap((check) => check(environments)),
];
