import { isDeepStrictEqual } from 'node:util';
import type { Finding } from '../../../environments/loading/finding';
import type { PolicyOverlay, Tenant } from '../../../environments/schema';
import type { Draft } from './draft';
import { policiesOf, samePolicies } from './own-policies';

/** The draft that describes an existing tenant. */
export function known({ $schema: _, status: __, cells, ...own }: Tenant): Record<string, unknown> {
  return { ...own, regions: Object.keys(cells) };
}

const unordered = (value: unknown) => (Array.isArray(value) ? [...value].sort() : value);

/** Where a draft differs from the existing tenant's file. Bootstrapping changes no tenant. */
export function differences(
  { values, policies = [] }: Pick<Draft, 'values' | 'policies'>,
  tenant: Tenant,
  { file, overlays }: { file: string; overlays: readonly PolicyOverlay[] },
): Omit<Finding, 'file'>[] {
  if (tenant.status !== 'active')
    return [{ path: ['id'], message: `the tenant is ${tenant.status}`, remedy: 'resume it first' }];
  const there: Record<string, unknown> = known(tenant);
  const isSame = (field: string, value: unknown): boolean => {
    switch (field) {
      case 'administrator':
      case 'administratorGroup':
        return true;
      case 'cell':
        return Object.values(tenant.cells).every((cell) => cell === value);
      case 'policies':
        return samePolicies(policies, policiesOf(tenant.id, overlays));
      case 'regions':
        return isDeepStrictEqual(unordered(value), unordered(there.regions));
      default:
        return isDeepStrictEqual(value, there[field]);
    }
  };
  return Object.entries(values)
    .filter(([field, value]) => !isSame(field, value))
    .map(([field]) => {
      const own = field === 'policies';
      const says = own ? 'the policies beside its file differ' : 'its file differs';
      const what = own ? file.replace(/\.json$/, '') : file;
      const remedy = `edit ${what} and roll out to change it; leave this out to continue the bootstrap`;
      return { path: [field], message: `the tenant exists, but ${says}`, remedy };
    });
}
