import { Denied } from '../shared/denied';

/** The registry's record of a service. */
export interface ServiceRecord {
  clientId: string;
  /** The pool that the client is in. */
  userPoolId: string;
  serviceId: string;
  tier: string;
  status: 'active' | 'suspended';
  allowedOps: readonly string[];
  /** Requests per second. */
  rateLimit: number;
}

/** The claims added to the access token. Throws Denied with the first reason that applies. */
export function decide(
  { clientId, userPoolId }: { clientId: string; userPoolId: string },
  record: ServiceRecord | undefined,
) {
  if (!record) throw new Denied('service-unknown');
  if (record.clientId !== clientId) throw new Denied('store-malformed', { record: 'service' });
  if (record.userPoolId !== userPoolId) throw new Denied('service-of-another-pool');
  if (record.status !== 'active') throw new Denied('service-suspended');
  const { serviceId, tier, allowedOps, rateLimit } = record;
  return { service_id: serviceId, tier, allowed_ops: [...allowedOps], rate_limit: rateLimit };
}
