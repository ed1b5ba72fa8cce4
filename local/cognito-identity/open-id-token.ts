import { z } from 'zod';
import { signJwt } from '../cognito/tokens/jwt';
import { type Operation, read } from './call';
import { methodsOf } from './credentials';
import { invalid } from './errors';
import { claimIdentity, loginsSchema } from './identities';

const schema = z.object({ IdentityId: z.string(), Logins: loginsSchema });

/** Lifetime of the classic flow's tokens. */
const SECONDS = 600;

/** The classic flow: a token with which the caller can assume any role that trusts the pool. Refused unless enabled. */
export const getOpenIdToken: Operation = async (tools, call) => {
  const { IdentityId, Logins } = read(schema, call);
  const { identity, logins } = claimIdentity(tools, IdentityId, Logins);
  if (!identity.pool.settings.AllowClassicFlow)
    throw invalid('Basic (classic) flow is not enabled, please use enhanced flow.');
  const issued = Math.floor(tools.now() / 1000);
  const claims = {
    sub: identity.id,
    aud: identity.pool.id,
    amr: methodsOf(logins),
    iss: 'https://cognito-identity.amazonaws.com',
    iat: issued,
    exp: issued + SECONDS,
  };
  return { IdentityId: identity.id, Token: signJwt(claims, tools.state.signingKey()) };
};
