import { readFileSync } from 'node:fs';
import type { Call } from '../iam/operations';
import type { Rate } from '../token-bucket';

/** An AWS rate limit for one account and region. */
export interface RateQuota {
  /** IAM's prefix of the service, such as `cognito-idp`. */
  service: string;
  /** AWS's name of the quota. */
  name: string;
  /** Operations that count; `except`: all other operations of the service. */
  operations: readonly string[] | { except: readonly string[] };
  perSecond: number;
  /** Bucket size; by default, the tokens of one second. */
  burst?: number;
  /** Whether operations share one bucket or have one each. */
  counted: 'together' | 'each';
  /** Input member that names what the quota is for, such as `UserPoolId`; if omitted, the whole account. */
  within?: string;
}

/** Reads quotas from a JSON file. Throws if it is invalid. */
export function readQuotas(file: string): RateQuota[] {
  const quotas: RateQuota[] = JSON.parse(readFileSync(file, 'utf8'));
  for (const { service, name, operations, perSecond } of quotas)
    if (!service || !name || !operations || !(perSecond > 0))
      throw new Error(`${file}: a quota needs a service, a name, operations and a rate per second above 0`);
  return quotas;
}

const counts = ({ operations }: RateQuota, operation: string): boolean =>
  'except' in operations ? !operations.except.includes(operation) : operations.includes(operation);

/** All token buckets that a call counts towards, by name. */
export function bucketsOf(
  quotas: readonly RateQuota[],
  { request, service, operation: action, input }: Call,
): Map<string, Rate> {
  // Some operations have a quota, but no action of their own.
  const operation = request.operation || action;
  return new Map(
    quotas
      .filter((quota) => quota.service === service && counts(quota, operation))
      .flatMap(({ name, perSecond, burst, counted, within }): [string, Rate][] => {
        const owner = within ? input[within] : '';
        if (typeof owner !== 'string') return [];
        const own = counted === 'each' ? operation : '';
        const bucket = [request.account, request.region, service, name, own, owner].join(' ');
        return [[bucket, { perSecond, burst: burst ?? Math.max(1, perSecond) }]];
      }),
  );
}
