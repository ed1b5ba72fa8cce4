import type { FleetCheck } from './check';
import { oneOwner } from './one-owner';

/** A host name leads to one tenant's sign-in page. */
export const customDomainOwner: FleetCheck = (environments) =>
  oneOwner(
    environments.flatMap(({ tenants }) =>
      tenants.flatMap(({ file, tenant: { customDomain } }) =>
        customDomain
          ? [{ thing: customDomain.domain, owner: file, file, path: ['customDomain', 'domain'] }]
          : [],
      ),
    ),
    (first) => ({
      message: `${first} already has this custom domain`,
      remedy: 'give each tenant its own host name',
    }),
  );
