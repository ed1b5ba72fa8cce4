import type { EnvironmentCheck } from './check';

/** A file says who it is: its name and what is written in it are the same. */
export const fileNames: EnvironmentCheck = ({ file, name, environment, tenants }) => [
  ...(environment.name !== undefined && environment.name !== name
    ? [
        {
          file,
          path: ['name'],
          message: `the file is named "${name}.ts"`,
          remedy: `write name: '${name}', or rename the file and its folder`,
        },
      ]
    : []),
  ...tenants
    .filter(({ name, tenant }) => tenant.id !== undefined && tenant.id !== name)
    .map(({ file, name }) => ({
      file,
      path: ['id'],
      message: `the file is named "${name}.json"`,
      remedy: `write "${name}", or rename the file (a tenant's id never changes once it is deployed)`,
    })),
];
