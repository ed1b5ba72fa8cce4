import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** Amazon Cognito: custom domains per account and region. AWS does not raise it. */
const quota = 4;

/** The custom domains of all cells in an account must fit into its quota. */
export const customDomainQuota: EnvironmentCheck = ({
  file: environmentFile,
  environment: { cells },
  tenants,
}) => {
  // By host name: sharing one between tenants is a separate mistake (custom-domain-owner.ts).
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
