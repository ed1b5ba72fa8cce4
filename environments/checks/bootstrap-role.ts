import { deployRole, operateRole, planRole } from '../names';
import type { EnvironmentCheck } from './check';

/** The foundation is made by a role that is there before; the roles that it makes cannot be that. */
export const bootstrapRole: EnvironmentCheck = ({ file, environment }) => {
  const { name, organization, accounts, bootstrapRole } = environment;
  if (!name || !organization || !accounts || !bootstrapRole) return [];
  const env = { name, organization, accounts };
  if (![deployRole(env), operateRole(env), planRole(env)].includes(bootstrapRole)) return [];
  return [
    {
      file,
      path: ['bootstrapRole'],
      message: 'the foundation itself creates the role of this name',
      remedy: "name a role that exists in every account beforehand, such as 'OrganizationAccountAccessRole'",
    },
  ];
};
