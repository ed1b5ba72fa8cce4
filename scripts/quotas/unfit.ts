import type { Environment } from '../../environments/schema';
import { usageError } from '../cli/errors';
import type { Resources } from './load';

/** IAM: roles in one account, unless raised (at most 5,000): https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const defaultRoleQuota = 1000;

/**
 * Refuses stacks that cannot all stand, with every problem at once. What configuration alone can tell is checked with it
 * (`environments/checks/quotas.ts`, `machine-quotas.ts`, `custom-domain-quota.ts`); this is what is only known of what is
 * synthesized. Throws a usage error.
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
      'make cells larger, put cells into another account, or write roleQuota once AWS has raised it (to 5,000 at most)',
      { problems },
    );
}
