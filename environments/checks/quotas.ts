import type { EnvironmentCheck } from './check';

/** Amazon Cognito: user pools per account and region, unless AWS has raised it. */
export const defaultUserPoolQuota = 1000;

/**
 * The combined capacity of an account's cells must fit into its quota of user pools, one per tenant.
 * Policy stores need no separate check: there is at most one per pool and one per service, of which a pool has 1,000
 * (machine-quotas.ts), and AWS allows 30,000 stores against 10,000 pools.
 */
export const quotas: EnvironmentCheck = ({ file, environment: { accounts, regions, cells } }) => {
  if (!accounts || !regions || !cells) return [];
  return Object.entries(accounts).flatMap(([account, { flows, userPoolQuota = defaultUserPoolQuota }]) => {
    const promised = regions.map((region) => ({
      region,
      pools: Object.values(cells)
        .filter((cell) => cell.account === account && cell.regions.includes(region))
        .reduce((sum, { capacity }) => sum + capacity, new Set(flows).size),
    }));
    return promised
      .filter(({ pools }) => pools > userPoolQuota)
      .map(({ region, pools }) => ({
        file,
        path: ['accounts', account],
        cause: `${file}: user pools of ${account}`,
        value: pools,
        message: `flows and cells of this account may need ${pools} user pools in ${region}; its quota is ${userPoolQuota}`,
        remedy:
          'lower capacities, put cells into another account, or write userPoolQuota once AWS has raised it',
      }));
  });
};
