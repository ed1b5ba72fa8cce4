import type { Forward } from '../service';
import { mayDo, rightsOf } from '../sts/rights';
import { parseRoleArn } from '../sts/roles';
import type { TokenFinding } from './token';

/** Database users as policies name them; the first part is a proxy's id, such as `prx-0123456789abcdef0`. */
const DB_USER = /arn:aws:rds-db:[^"]*?:dbuser:([^"/]+)\//g;

/**
 * Why the token's role may not connect as that database user; undefined if it may. The local AWS has no list of
 * proxies, so it doesn't know the id of a host's proxy: it accepts any id that the role's policies name.
 */
export async function mayConnect(
  forward: Forward,
  { identity, region }: Extract<TokenFinding, { ok: true }>,
  user: string,
): Promise<string | undefined> {
  const { arn } = identity.role;
  const role = parseRoleArn(arn);
  if (!role) return `${arn} is not a role`;
  const rights = await rightsOf(forward, role);
  const ids = [...JSON.stringify(rights.policies).matchAll(DB_USER)].map(([, id]) => id);
  const allowed = ids.some((id) =>
    mayDo(rights, {
      action: 'rds-db:connect',
      resource: `arn:aws:rds-db:${region}:${role.account}:dbuser:${id}/${user}`,
      context: {
        'aws:PrincipalArn': arn,
        'aws:PrincipalAccount': role.account,
        'aws:RequestedRegion': region,
      },
    }),
  );
  return allowed ? undefined : `no policy of ${arn} allows rds-db:connect for ${user} in ${region}`;
}
