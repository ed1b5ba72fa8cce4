import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** Amazon Cognito: custom domains per account and region; AWS raises it for nobody. */
const quota = 4;

/** Custom domains fit into the quota of each cell's account, of all its cells together. */
export const customDomainQuota: EnvironmentCheck = ({
  file: environmentFile,
  environment: { cells },
  tenants,
}) => {
  // By host name: that several tenants have one is a mistake of its own (custom-domain-owner.ts).
  const taken = new Map<string, Set<string>>();
  return tenants.flatMap(({ file, tenant }) => {
    const { customDomain } = tenant;
    if (!cells || !customDomain) return [];
    return Object.entries(tenant.cells ?? {}).flatMap(([region, cell]): Finding[] => {
      const account = cell && cells[cell]?.account;
      if (!account) return [];
      const target = `${account} ${region}`;
      const domains = taken.get(target) ?? new Set();
      taken.set(target, domains);
      const count = domains.add(customDomain.domain).size;
      if (count <= quota) return [];
      return [
        {
          file,
          path: ['customDomain'],
          value: customDomain.domain,
          cause: `${environmentFile}: custom domains of ${target}`,
          message: `is custom domain ${count} of account "${account}" in ${region}; AWS allows ${quota}, fixed`,
          remedy: 'remove it, or put the tenant into a cell of another account before it is deployed',
        },
      ];
    });
  });
};
