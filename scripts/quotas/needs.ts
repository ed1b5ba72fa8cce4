import type { RateQuota } from '../../local/quotas/rate-quota';
import { rateQuotas } from './rates';

/** Calls by name, such as `cognito-idp:CreateUserPool`. */
export type Calls = ReadonlyMap<string, number>;

/** The time that a quota imposes on the calls of one account in one region. */
export interface QuotaNeed {
  /** `cognito-idp UserPoolUpdate`, or the operation if each is counted separately. */
  quota: string;
  calls: number;
  perSecond: number;
  /** The minimum time for these calls. */
  seconds: number;
}

const isCounted = ({ service, operations }: RateQuota, call: string): boolean => {
  const [its, operation = ''] = call.split(':');
  if (its !== service) return false;
  return 'except' in operations ? !operations.except.includes(operation) : operations.includes(operation);
};

/** Whether any quota of an account counts this call. */
export const isLimited = (call: string): boolean => rateQuotas.some((quota) => isCounted(quota, call));

/**
 * The time that calls take under the quotas that apply per account and region, slowest first. Quotas per pool or store
 * are left out: calls to different pools and stores run concurrently.
 */
export function quotaNeeds(calls: Calls): QuotaNeed[] {
  const needs = new Map<string, QuotaNeed>();
  for (const quota of rateQuotas.filter(({ within }) => !within))
    for (const [call, times] of calls) {
      if (!isCounted(quota, call)) continue;
      const name = quota.counted === 'each' ? call.replace(':', ' ') : `${quota.service} ${quota.name}`;
      const known = needs.get(name)?.calls ?? 0;
      const all = known + times;
      needs.set(name, {
        quota: name,
        calls: all,
        perSecond: quota.perSecond,
        seconds: all / quota.perSecond,
      });
    }
  return [...needs.values()].sort((a, b) => b.seconds - a.seconds || (a.quota < b.quota ? -1 : 1));
}

/** The sum of several sets of calls. */
export function addCalls(all: readonly Calls[]): Map<string, number> {
  const sum = new Map<string, number>();
  for (const calls of all) for (const [call, times] of calls) sum.set(call, (sum.get(call) ?? 0) + times);
  return sum;
}
