import type { ClaimsOf } from '../shared/hook';
import type { Budget } from './budget';
import type { TenantHookConfig } from './config';
import { claimantOf, decide } from './decide';
import { tenantStore } from './store';

/** Reads, then decides: at every sign-in, and again at every refresh of the tokens. */
export function tenantClaims(config: TenantHookConfig, budget: Budget): ClaimsOf {
  const read = tenantStore(config, budget);
  return async (event) => {
    const claimant = claimantOf(event, config.region);
    return decide(claimant, await read(claimant));
  };
}
