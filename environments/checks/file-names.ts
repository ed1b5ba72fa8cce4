import type { Finding } from '../loading/finding';
import type { EnvironmentCheck } from './check';

/** A tenant or service, by its file. */
interface Owned {
  file: string;
  name: string;
  id: string | undefined;
}

const misnamed = (kind: string, owned: readonly Owned[]): Finding[] =>
  owned
    .filter(({ name, id }) => id !== undefined && id !== name)
    .map(({ file, name, id }) => ({
      file,
      path: ['id'],
      // Copies of one file all have the original's id: one mistake.
      cause: `${file.slice(0, file.lastIndexOf('/'))}: id ${id}`,
      message: `the file is named "${name}.json"`,
      remedy: `write "${name}", or rename the file (a ${kind}'s id never changes once it is deployed)`,
    }));

/** A file's name and the id written in it are the same. */
export const fileNames: EnvironmentCheck = ({ file, name, environment, tenants, services }) => [
  ...(environment.name !== undefined && environment.name !== name
    ? [
        {
          file,
          path: ['name'],
          // That its folder then has no file is the same mistake.
          cause: `environments/${environment.name}`,
          message: `the file is named "${name}.ts"`,
          remedy: `write name: '${name}', or rename the file and its folder`,
        },
      ]
    : []),
  ...misnamed(
    'tenant',
    tenants.map(({ file, name, tenant }) => ({ file, name, id: tenant.id })),
  ),
  ...misnamed(
    'service',
    services.map(({ file, name, service }) => ({ file, name, id: service.id })),
  ),
];
