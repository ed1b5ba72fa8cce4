import { readFileSync } from 'node:fs';
import type { Call } from '../iam/operations';
import type { Rate } from '../token-bucket';

/** A limit of AWS to how often something is asked for, in one account and region. */
export interface RateQuota {
  /** IAM's prefix of the service, such as `cognito-idp`. */
  service: string;
  /** AWS's name of the quota. */
  name: string;
  /** What counts for it; `except`: everything else that the service is asked. */
  operations: readonly string[] | { except: readonly string[] };
  perSecond: number;
  /** Most at one moment; left out: as many as in a second. */
  burst?: number;
  /** Operations count together, or each by itself. */
  counted: 'together' | 'each';
  /** Member of the input that names what it counts for, such as `UserPoolId`; left out: the whole account. */
  within?: string;
}

/** Quotas from a JSON file. Throws where it is none. */
export function readQuotas(file: string): RateQuota[] {
  const quotas: RateQuota[] = JSON.parse(readFileSync(file, 'utf8'));
  for (const { service, name, operations, perSecond } of quotas)
    if (!service || !name || !operations || !(perSecond > 0))
      throw new Error(`${file}: a quota needs a service, a name, operations and a rate per second above 0`);
  return quotas;
}

const counts = ({ operations }: RateQuota, operation: string): boolean =>
  'except' in operations ? !operations.except.includes(operation) : operations.includes(operation);

/** The token buckets of everything that a call counts for, by name. */
export function bucketsOf(
  quotas: readonly RateQuota[],
  { request, service, operation: action, input }: Call,
): Map<string, Rate> {
  // Some operations have no action of their own, but a quota.
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
