import type { Finding } from '../loading/finding';
import { defaultResourceServerQuota } from '../schema/machine';
import type { EnvironmentCheck } from './check';

/** Amazon Cognito: app clients per pool, of which each service has one (raisable to 10,000). */
const clientQuota = 1000;

/** The machine pool's resource servers and services must fit into its quotas. */
export const machineQuotas: EnvironmentCheck = ({ file, environment: { machine }, services }) => {
  if (!machine) return [];
  const { resourceServers, resourceServerQuota = defaultResourceServerQuota } = machine;
  const findings: Finding[] = [];
  if (resourceServers.length > resourceServerQuota)
    findings.push({
      file,
      path: ['machine', 'resourceServers'],
      value: resourceServers.length,
      message: `are ${resourceServers.length} resource servers; the quota of a pool is ${resourceServerQuota}`,
      remedy: 'merge some, or write resourceServerQuota once AWS has raised it (to 300 at most)',
    });
  if (services.length > clientQuota)
    findings.push({
      file,
      path: ['machine'],
      value: services.length,
      message: `has ${services.length} services; a pool may have ${clientQuota} app clients`,
      remedy: 'remove services that nobody needs',
    });
  return findings;
};
