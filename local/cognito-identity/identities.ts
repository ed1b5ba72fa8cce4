import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type IdentityPools, type Operation, read } from './call';
import { unauthorized } from './errors';
import { type Login, proveLogin } from './login';
import type { Identity, Pool } from './state';

export const loginsSchema = z.record(z.string().min(1).max(128), z.string().min(1).max(50_000)).default({});
const getIdSchema = z.object({ IdentityPoolId: z.string(), Logins: loginsSchema });
const listSchema = z.object({ IdentityPoolId: z.string(), MaxResults: z.int().min(1).max(60) });
const identitySchema = z.object({ IdentityId: z.string() });

/** Verifies all logins of a call. Throws NotAuthorizedException, also if there are none and the pool requires one. */
function proveAll(tools: IdentityPools, pool: Pool, logins: Record<string, string>): Login[] {
  const proved = Object.entries(logins).map(([provider, token]) => proveLogin(tools, pool, provider, token));
  if (proved.length === 0 && !pool.settings.AllowUnauthenticatedIdentities)
    throw unauthorized('Unauthenticated access is not supported for this identity pool.');
  return proved;
}

const ownerOf = (pool: Pool, { provider, subject }: Login): Identity | undefined =>
  [...pool.identities.values()].find(({ logins }) => logins.get(provider) === subject);

/**
 * The identity of these logins, created if it doesn't exist. Throws NotAuthorizedException if they belong to different
 * identities.
 */
function identityOf({ now }: IdentityPools, pool: Pool, logins: Login[]): Identity {
  const owners = new Set(logins.map((login) => ownerOf(pool, login)).filter((owner) => owner !== undefined));
  const [known, another] = owners;
  if (another) throw unauthorized('Logins are linked to different identities.');
  const identity = known ?? {
    id: `${pool.region}:${randomUUID()}`,
    pool,
    logins: new Map(),
    created: Math.floor(now() / 1000),
  };
  for (const { provider, subject } of logins) identity.logins.set(provider, subject);
  pool.identities.set(identity.id, identity);
  return identity;
}

export const getId: Operation = async (tools, call) => {
  const { IdentityPoolId, Logins } = read(getIdSchema, call);
  const pool = tools.state.publicPool(IdentityPoolId);
  return { IdentityId: identityOf(tools, pool, proveAll(tools, pool, Logins)).id };
};

/**
 * The identity that a call is about, with its logins verified. An unauthenticated identity takes on the logins. Throws
 * NotAuthorizedException if the logins belong to another identity, or include none of a known identity's logins.
 */
export function claimIdentity(
  tools: IdentityPools,
  id: string,
  given: Record<string, string>,
): { identity: Identity; logins: Login[] } {
  const identity = tools.state.identity(id);
  const logins = proveAll(tools, identity.pool, given);
  if (identity.logins.size === 0 && logins.length > 0) {
    const known = logins.map((login) => ownerOf(identity.pool, login)).find((owner) => owner !== undefined);
    // If a person has two identities, the older one is kept, and the newer one merged into it.
    if (known) identity.pool.identities.delete(identity.id);
    for (const { provider, subject } of logins) (known ?? identity).logins.set(provider, subject);
    return { identity: known ?? identity, logins };
  }
  if (identity.logins.size > 0 && logins.length === 0)
    throw unauthorized(`Access to Identity '${id}' is forbidden.`);
  if (logins.some(({ provider, subject }) => identity.logins.get(provider) !== subject))
    throw unauthorized(
      "Logins don't match. Please include at least one valid login for this identity or identity pool.",
    );
  return { identity, logins };
}

const shown = ({ id, logins, created }: Identity) => ({
  IdentityId: id,
  Logins: [...logins.keys()],
  CreationDate: created,
  LastModifiedDate: created,
});

export const describeIdentity: Operation = async ({ state }, call) => {
  const identity = state.identity(read(identitySchema, call).IdentityId);
  state.pool(identity.pool.id, call);
  return shown(identity);
};

export const listIdentities: Operation = async ({ state }, call) => {
  const { IdentityPoolId, MaxResults } = read(listSchema, call);
  const pool = state.pool(IdentityPoolId, call);
  return { IdentityPoolId, Identities: [...pool.identities.values()].slice(0, MaxResults).map(shown) };
};
