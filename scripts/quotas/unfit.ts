import type { Environment } from '../../environments/schema';
import { usageError } from '../cli/errors';
import type { Resources } from './load';

/** IAM roles per account; AWS raises the quota to at most 5,000: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const defaultRoleQuota = 1000;

/**
 * Throws a usage error, with all problems, if the stacks exceed a quota and so cannot all be deployed. Quotas that need
 * only the configuration are checked with it (`environments/checks/quotas.ts`, `machine-quotas.ts`,
 * `custom-domain-quota.ts`); this one needs the synthesized stacks.
 */
export function refuseUnfit(
  { name, accounts }: Pick<Environment, 'name' | 'accounts'>,
  loads: readonly { account: string; resources: Resources }[],
): void {
  const problems = Object.entries(accounts).flatMap(([account, { roleQuota = defaultRoleQuota }]) => {
    const roles = loads
      .filter((load) => load.account === account)
      .reduce((sum, { resources }) => sum + (resources.aws_iam_role ?? 0), 0);
    return roles > roleQuota
      ? [`account ${account} of ${name} needs ${roles} IAM roles; its quota is ${roleQuota}`]
      : [];
  });
  if (problems.length > 0)
    throw usageError(
      problems.join('\n'),
      'make cells larger, move cells to another account, or set roleQuota once AWS has raised it (to at most 5,000)',
      { problems },
    );
}
