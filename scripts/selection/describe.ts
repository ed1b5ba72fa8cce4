import type { LoadedEnvironment } from '../../environments/schema';

/** A one-line summary of an environment. */
export const describeEnvironment = ({ environment, tenants }: LoadedEnvironment): string => {
  const count = (n: number, noun: string) => `${n} ${noun}${n === 1 ? '' : 's'}`;
  return `${environment.name}: ${[
    count(Object.keys(environment.accounts).length, 'account'),
    count(environment.regions.length, 'region'),
    count(Object.keys(environment.cells).length, 'cell'),
    count(tenants.length, 'tenant'),
  ].join(', ')}`;
};
