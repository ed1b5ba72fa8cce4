import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** CloudFront serves custom domains and accepts only certificates in us-east-1, in the pool's own account. */
export const customDomainCertificate: EnvironmentCheck = ({ environment: { accounts, cells }, tenants }) =>
  tenants.flatMap(({ file, tenant }): Finding[] => {
    if (!tenant.customDomain) return [];
    const path = ['customDomain', 'certificateArn'];
    const [, , , region, owner] = tenant.customDomain.certificateArn.split(':');
    if (region !== 'us-east-1')
      return [
        {
          file,
          path,
          message: `is a certificate in ${region}; custom domains need one in us-east-1`,
          remedy: 'request the certificate in us-east-1, whatever the region of the cell',
        },
      ];
    const ids = Object.values(tenant.cells ?? {}).map(
      (cell) => accounts?.[cells?.[cell ?? '']?.account ?? '']?.id,
    );
    const other = ids.find((id) => id !== undefined && id !== owner);
    if (!other) return [];
    return [
      {
        file,
        path,
        message: `is a certificate of account ${owner}; the tenant's cell is in ${other}`,
        remedy: `request the certificate in account ${other}`,
      },
    ];
  });
