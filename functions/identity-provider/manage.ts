import { setTimeout } from 'node:timers/promises';
import type { Budget } from '../shared/budget';
import { Denied } from '../shared/denied';
import { outage } from '../shared/outage';
import { decide } from './decide';
import { cognitoProviders, type Providers } from './providers';
import type { ProviderRequest } from './request';

/** What Terraform keeps in its state, without details. */
export interface Managed {
  userPoolId: string;
  providerName: string;
  outcome: 'created' | 'updated' | 'deleted' | 'absent';
  revision: string;
  /** Secret details that Cognito does not return, which now hold the placeholder and must be pushed again. */
  secretsToPush: string[];
}

/**
 * Cognito accepts one change to a pool at a time, a provider may appear between lookup and creation, and a role's
 * rights take some seconds to propagate. Each is worth a retry from the start: Terraform considers a failed
 * update done (terraform-provider-aws#43447), so failures should be rare.
 */
const passing = ['AccessDeniedException', 'ConcurrentModificationException', 'DuplicateProviderException'];
const refusals = [
  'InvalidParameterException',
  'LimitExceededException',
  'UnsupportedIdentityProviderException',
];

const nameOf = (error: unknown): string => String(Object(error).name);

/** What may be reported of a failure: only names, since Cognito's messages quote details. */
function failure(error: unknown): Denied {
  if (error instanceof Denied) return error;
  const { detail, reason } = outage(error);
  return new Denied(refusals.includes(nameOf(error)) ? 'provider-refused' : reason, detail);
}

async function once({ action, wanted, ...rest }: ProviderRequest, providers: Providers): Promise<Managed> {
  const { userPoolId, providerName, revision } = wanted;
  const answer = { userPoolId, providerName, revision, secretsToPush: [] };
  if (action === 'delete')
    return { ...answer, outcome: (await providers.remove(wanted)) ? 'deleted' : 'absent' };
  const step = decide({ action, wanted, ...rest }, await providers.find(wanted));
  await providers.carryOut(wanted, step);
  return step.do === 'create'
    ? { ...answer, outcome: 'created' }
    : { ...answer, outcome: 'updated', secretsToPush: step.unshown };
}

/** Carries out requests, each within the budget. Throws Denied. `pauseMs` is the pause between tries. */
export function managing(region: string, budget: Budget, pauseMs = 1000) {
  const begin = cognitoProviders(region, budget);
  return async (request: ProviderRequest): Promise<Managed> => {
    const signal = AbortSignal.timeout(budget.total);
    const providers = begin(signal);
    for (;;)
      try {
        return await once(request, providers);
      } catch (error) {
        if (!passing.includes(nameOf(error))) throw failure(error);
        // When time runs out, report the last failure, not the time-out.
        await setTimeout(pauseMs, undefined, { signal }).catch(() => Promise.reject(failure(error)));
      }
  };
}
