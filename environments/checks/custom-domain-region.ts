import type { EnvironmentCheck } from './check';

/** A host name leads to one pool, and each region has its own pool. */
export const customDomainRegion: EnvironmentCheck = ({ tenants }) =>
  tenants.flatMap(({ file, tenant: { customDomain, cells = {} } }) => {
    const count = Object.keys(cells).length;
    if (!customDomain || count <= 1) return [];
    return [
      {
        file,
        path: ['customDomain', 'domain'],
        message: `cannot lead to ${count} pools: the tenant lives in ${Object.keys(cells).join(' and ')}`,
        remedy: 'remove customDomain, or give the tenant one region before it is deployed',
      },
    ];
  });
