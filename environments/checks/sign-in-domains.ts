import type { Finding } from '../loading/finding';
import { domainPrefix } from '../names';
import type { Environment } from '../schema';
import type { FleetCheck } from './check';

/** Cognito refuses a domain prefix with any of these in it, inside a longer word too. */
const reserved = ['amazon', 'aws', 'cognito'];

function reservedWord(file: string, path: readonly PropertyKey[], name: string | undefined): Finding[] {
  const word = reserved.find((candidate) => name?.includes(candidate));
  if (!word) return [];
  return [
    {
      file,
      path,
      message: `is part of sign-in domains, which may not contain "${word}"`,
      remedy: `choose a name without "${word}" in it`,
    },
  ];
}

/** A sign-in domain's prefix contains no reserved word, and no two pools in a region claim the same one. */
export const signInDomains: FleetCheck = (environments) => {
  const owners = new Map<string, string>();
  const claim = (file: string, path: readonly PropertyKey[], prefix: string, regions: readonly string[]) => {
    const region = regions.find((candidate) => owners.has(`${candidate} ${prefix}`));
    for (const each of regions) if (!owners.has(`${each} ${prefix}`)) owners.set(`${each} ${prefix}`, file);
    if (!region) return [];
    return [
      {
        file,
        path,
        message: `its sign-in domain "${prefix}" in ${region} is also that of ${owners.get(`${region} ${prefix}`)}`,
        remedy: 'choose another name',
      },
    ];
  };
  return environments.flatMap(({ file, name: own, environment, tenants }) => {
    const { name, organization, accounts, regions } = environment;
    const words = [
      ...reservedWord(file, ['name'], name),
      ...reservedWord(file, ['organization'], organization),
      ...tenants.flatMap(({ file, tenant }) => reservedWord(file, ['id'], tenant.id)),
    ];
    // file-names.ts has already refused such a name.
    if (name !== own || !organization || !accounts || !regions) return words;
    const named: Pick<Environment, 'name' | 'organization' | 'accounts'> = { name, organization, accounts };
    const flows = [...new Set(Object.values(accounts).flatMap(({ flows }) => flows))];
    return [
      ...words,
      ...flows.flatMap((flow) => claim(file, ['name'], domainPrefix(named, flow), regions)),
      ...tenants.flatMap(({ file, name: own, tenant: { id, cells } }) =>
        id === own && cells ? claim(file, ['id'], domainPrefix(named, id), Object.keys(cells)) : [],
      ),
    ];
  });
};
