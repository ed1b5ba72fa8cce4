import { fleetRoles } from '../names';
import type { EnvironmentCheck } from './check';

/** The foundation is created by a role that already exists, so it cannot be one that the foundation creates. */
export const bootstrapRole: EnvironmentCheck = ({ file, environment }) => {
  const { name, organization, accounts, bootstrapRole } = environment;
  if (!name || !organization || !accounts || !bootstrapRole) return [];
  const env = { name, organization, accounts };
  if (!fleetRoles(env).includes(bootstrapRole)) return [];
  return [
    {
      file,
      path: ['bootstrapRole'],
      message: 'the foundation itself creates the role of this name',
      remedy: "name a role that exists in every account beforehand, such as 'OrganizationAccountAccessRole'",
    },
  ];
};
