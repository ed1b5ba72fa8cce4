import type { Finding } from '../loading/finding';
import { lookOf } from '../loading/look-alike';
import type { EnvironmentCheck, EnvironmentFile } from './check';

const folderOf = ({ name }: EnvironmentFile) => `environments/${name}`;

/** Offboarding is a command, which exports the tenant first; just deleting its file would orphan everything it has. */
const vanished = (environment: EnvironmentFile, file: string, id: string, line?: number): Finding => ({
  file,
  path: [],
  value: id,
  message: `the tenant ${id} is missing: it has no file ${folderOf(environment)}/tenants/${id}.json, and has not left`,
  remedy: `restore its file; to remove a tenant, run: npx fleet tenant offboard ${id} --env ${environment.name}`,
  ...(line !== undefined && { line, column: 1 }),
});

/** Every id ever given has a tenant, or a tombstone that says it is gone. */
function ofRegister(environment: EnvironmentFile, current: ReadonlySet<string>): Finding[] {
  const { register, tenants, tombstones } = environment;
  if (!register) return [];
  const buried = new Set(tombstones.map(({ name }) => name));
  const known = new Set(register.ids.map(({ id }) => id));
  const unknown = [...tenants, ...tombstones].filter(({ name }) => !known.has(name));
  return [
    ...register.ids
      .filter(({ id }) => !current.has(id) && !buried.has(id))
      .map(({ id, line }) => vanished(environment, register.file, id, line)),
    ...unknown.map(({ file, name }) => ({
      file,
      path: [],
      value: name,
      message: `the id is not in ${register.file}, so the loss of this file would go unnoticed`,
      remedy: 'run `make schema`, which adds it',
    })),
  ];
}

/**
 * A tenant does not just vanish, and neither its id nor one that looks like it is ever reused: the old tenant's
 * tokens, logs and mails would be taken for the new one's.
 */
export const formerTenants: EnvironmentCheck = (environment) => {
  const { tenants, tombstones } = environment;
  const byName = new Map(tenants.map((tenant) => [tenant.name, tenant]));
  const buried = new Map(
    tombstones.flatMap(({ name, tombstone }) => (tombstone.state === 'gone' ? [[lookOf(name), name]] : [])),
  );
  return [
    ...ofRegister(environment, new Set(byName.keys())),
    ...tombstones.flatMap(({ file, name, tombstone }): Finding[] => {
      if (tombstone.id !== undefined && tombstone.id !== name)
        return [
          { file, path: ['id'], message: `the file is named "${name}.json"`, remedy: `write "${name}"` },
        ];
      const tenant = byName.get(name);
      if (tombstone.state !== 'leaving') return [];
      if (!tenant) return [vanished(environment, file, name)];
      if (tenant.tenant.status !== 'active') return [];
      return [
        {
          file: tenant.file,
          path: ['status'],
          message: `the tenant is leaving (${file}), so it must be suspended`,
          remedy: `write "suspended"; if it stays after all, remove ${file}`,
        },
      ];
    }),
    ...tenants.flatMap(({ file, name }): Finding[] => {
      const former = buried.get(lookOf(name));
      if (former === undefined) return [];
      const as = former === name ? 'has left' : `looks like ${former}, which has left`;
      return [
        {
          file,
          path: ['id'],
          value: name,
          message: `${name} ${as} (${folderOf(environment)}/tombstones/${former}.json); an id is never reused`,
          remedy: 'choose another id',
        },
      ];
    }),
  ];
};
