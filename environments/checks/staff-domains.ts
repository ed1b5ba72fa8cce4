import type { EnvironmentCheck } from './check';

/** Staff sign in through the internal flow, so no tenant's identity provider may vouch for their addresses. */
export const staffDomains: EnvironmentCheck = ({ environment: { internal }, tenants }) =>
  tenants.flatMap(({ file, tenant: { identityProvider } }) =>
    (identityProvider?.domains ?? []).flatMap((domain, index) =>
      internal?.okta.domains.includes(domain)
        ? [
            {
              file,
              path: ['identityProvider', 'domains', index],
              message: 'is a domain of our staff, who sign in through the internal flow',
              remedy: "list only the tenant's own domains",
            },
          ]
        : [],
    ),
  );
