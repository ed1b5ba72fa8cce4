import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../../environments/loading/finding';
import type { Tenant } from '../../../environments/schema';

/** What a draft of an existing tenant would say. */
export function known({ $schema: _, status: __, cells, ...own }: Tenant): Record<string, unknown> {
  return { ...own, regions: Object.keys(cells) };
}

const unordered = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);

/** Where a draft says something else than the file of the tenant that is there. Bootstrapping changes no tenant. */
export function differences(
  values: Readonly<Record<string, unknown>>,
  tenant: Tenant,
  file: string,
): Omit<Finding, 'file'>[] {
  const remedy = `edit ${file} and roll out to change it; leave this out to go on with the bootstrap`;
  if (tenant.status !== 'active')
    return [{ path: ['id'], message: `the tenant is ${tenant.status}`, remedy: 'resume it first' }];
  const there: Record<string, unknown> = known(tenant);
  return Object.entries(values).flatMap(([field, value]) => {
    if (field === 'administrator' || field === 'administratorGroup') return [];
    const same =
      field === 'cell'
        ? Object.values(tenant.cells).every((cell) => cell === value)
        : isDeepStrictEqual(
            field === 'regions' ? unordered(value) : value,
            field === 'regions' ? unordered(there[field]) : there[field],
          );
    return same ? [] : [{ path: [field], message: 'the tenant exists, and its file says otherwise', remedy }];
  });
}
