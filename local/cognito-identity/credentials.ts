import { z } from 'zod';
import { allows } from '../iam/policy';
import { serviceCredentials } from '../sts/assume';
import { findTrust, parseRoleArn, type RoleName } from '../sts/roles';
import { type IdentityPools, type Operation, read } from './call';
import { chooseRole } from './choose-role';
import { badRoles, unauthorized } from './errors';
import { claimIdentity, loginsSchema } from './identities';
import type { Login } from './login';
import { sessionTags } from './principal-tags';
import type { Identity } from './state';

const schema = z.object({
  IdentityId: z.string(),
  Logins: loginsSchema,
  CustomRoleArn: z.string().optional(),
});

/** Credentials of identity pools always last an hour. */
const SECONDS = 3600;

/** How the identity signed in, in the form that trust policies check. */
export const methodsOf = (logins: Login[]): string[] =>
  logins.length === 0
    ? ['unauthenticated']
    : [
        'authenticated',
        ...logins.flatMap(({ provider, subject }) => [provider, `${provider}:CognitoSignIn:${subject}`]),
      ];

/**
 * The enhanced flow: the pool chooses the role and gets its credentials. Throws NotAuthorizedException if the logins
 * permit no role, InvalidIdentityPoolConfigurationException if the role does not trust the pool.
 */
export const getCredentialsForIdentity: Operation = async (tools, call) => {
  const { IdentityId, Logins, CustomRoleArn } = read(schema, call);
  const { identity, logins } = claimIdentity(tools, IdentityId, Logins);
  const role = parseRoleArn(roleFor(identity, logins, CustomRoleArn));
  const [login] = logins;
  const tags = login ? sessionTags(identity.pool, login.provider, login.claims) : {};
  if (!role || !(await trustsPool(tools, role, identity, { logins, tags }))) throw badRoles();
  const { region } = identity.pool;
  const session = 'CognitoIdentityCredentials';
  const expiration = Math.floor(tools.now() / 1000) + SECONDS;
  const keys = await serviceCredentials(tools.forward, tools.accounts, role, {
    region,
    session,
    tags,
    endsAt: expiration * 1000,
  });
  return {
    IdentityId: identity.id,
    Credentials: {
      AccessKeyId: keys.AWS_ACCESS_KEY_ID,
      SecretKey: keys.AWS_SECRET_ACCESS_KEY,
      SessionToken: keys.AWS_SESSION_TOKEN,
      Expiration: expiration,
    },
  };
};

/** ARN of the role for this identity, signed in or not. */
function roleFor({ pool }: Identity, [login]: Login[], wanted: string | undefined): string {
  const { authenticated, unauthenticated } = pool.roles;
  if (!login) {
    if (wanted !== undefined) throw unauthorized('Access to the role is forbidden.');
    if (!unauthenticated) throw badRoles();
    return unauthenticated;
  }
  const mapping = pool.mappings[`${login.provider}:${login.client}`];
  const choice = chooseRole(mapping, authenticated, login.claims, wanted);
  if ('role' in choice) return choice.role;
  if (choice.none === 'unset') throw badRoles();
  throw unauthorized('The ambiguous role mapping rules denied this request.');
}

/** Whether the role trusts the pool for this identity, and allows session tags if there are any. */
async function trustsPool(
  { forward }: IdentityPools,
  role: RoleName,
  { id, pool }: Identity,
  { logins, tags }: { logins: Login[]; tags: Record<string, string> },
): Promise<boolean> {
  const trust = role.account === pool.account ? await findTrust(forward, role) : undefined;
  if (!trust) return false;
  const issuer = 'cognito-identity.amazonaws.com';
  const context = { [`${issuer}:aud`]: pool.id, [`${issuer}:amr`]: methodsOf(logins), [`${issuer}:sub`]: id };
  const principal = { type: 'Federated' as const, names: [issuer] };
  const actions = [
    'sts:AssumeRoleWithWebIdentity',
    ...(Object.keys(tags).length > 0 ? ['sts:TagSession'] : []),
  ];
  return actions.every((action) => allows(trust, { action, principal, context }));
}
