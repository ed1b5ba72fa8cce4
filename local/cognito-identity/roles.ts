import { z } from 'zod';
import { type Operation, read } from './call';
import { unauthorized } from './errors';
import { poolIdSchema } from './pools';
import type { Pool } from './state';

const roleArn = z.string().regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'must be the ARN of a role');

const ruleSchema = z.object({
  Claim: z.string().regex(/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,64}$/u, 'must name a claim'),
  MatchType: z.enum(['Equals', 'Contains', 'StartsWith', 'NotEqual']),
  Value: z.string().min(1).max(128),
  RoleARN: roleArn,
});

const mappingSchema = z
  .object({
    Type: z.enum(['Token', 'Rules']),
    AmbiguousRoleResolution: z.enum(['AuthenticatedRole', 'Deny']).optional(),
    RulesConfiguration: z.object({ Rules: z.array(ruleSchema).min(1).max(400) }).optional(),
  })
  .refine(({ Type, RulesConfiguration }) => (Type === 'Rules') === (RulesConfiguration !== undefined), {
    error: 'RulesConfiguration must be given if and only if the type is Rules',
  })
  .refine(({ AmbiguousRoleResolution }) => AmbiguousRoleResolution !== undefined, {
    error: 'AmbiguousRoleResolution is required',
  });

const rolesSchema = z.object({
  IdentityPoolId: z.string(),
  Roles: z.partialRecord(z.enum(['authenticated', 'unauthenticated']), roleArn),
  RoleMappings: z.record(z.string().min(1).max(128), mappingSchema).default({}),
});

/** A pool can only use roles of its own account. */
function checkAccount(pool: Pool, arns: string[]): void {
  const foreign = arns.find((arn) => arn.split(':')[4] !== pool.account);
  if (foreign) throw unauthorized(`Access to Role '${foreign}' is forbidden.`);
}

export const setIdentityPoolRoles: Operation = async ({ state }, call) => {
  const { IdentityPoolId, Roles, RoleMappings } = read(rolesSchema, call);
  const pool = state.pool(IdentityPoolId, call);
  const mapped = Object.values(RoleMappings).flatMap(
    ({ RulesConfiguration }) => RulesConfiguration?.Rules ?? [],
  );
  checkAccount(pool, [...Object.values(Roles), ...mapped.map(({ RoleARN }) => RoleARN)]);
  pool.roles = Roles;
  pool.mappings = RoleMappings;
  return {};
};

export const getIdentityPoolRoles: Operation = async ({ state }, call) => {
  const { id, roles, mappings } = state.pool(read(poolIdSchema, call).IdentityPoolId, call);
  return {
    IdentityPoolId: id,
    Roles: roles,
    ...(Object.keys(mappings).length > 0 && { RoleMappings: mappings }),
  };
};
