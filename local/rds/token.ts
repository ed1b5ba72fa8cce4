import type { Accounts, Identity } from '../accounts';
import { signedBy } from '../sigv4';

/** Port of every RDS Proxy for PostgreSQL; it cannot be changed. */
export const PROXY_PORT = 5432;

/** Maximum lifetime of IAM tokens: 15 minutes. */
const MAX_SECONDS = 900;

/** The identity in a token, or why it is invalid. */
export type TokenFinding =
  | { ok: true; identity: Identity & { role: NonNullable<Identity['role']> }; region: string }
  | { ok: false; reason: string };

const no = (reason: string): TokenFinding => ({ ok: false, reason });

/** A time such as `20261124T151617Z` in milliseconds since 1970; NaN for anything else. */
const timeOf = (text: string) =>
  Date.parse(text.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/**
 * Verifies a password as an IAM token, like those of `@aws-sdk/rds-signer`: a presigned URL without its scheme, for
 * this host, the proxy's port and this user. Only tokens from credentials of a role that the local STS issued can be
 * verified, so only those are accepted. `now` is in milliseconds since 1970. No reason contains part of the token.
 */
export function readToken(
  password: string,
  { host, user }: { host: string; user: string },
  { accounts, now }: { accounts: Accounts; now: number },
): TokenFinding {
  if (!URL.canParse(`https://${password}`)) return no('the password is not an IAM token');
  const url = new URL(`https://${password}`);
  const field = (name: string) => url.searchParams.get(name) ?? '';
  if (field('Action') !== 'connect' || field('X-Amz-Algorithm') !== 'AWS4-HMAC-SHA256')
    return no('the password is not an IAM token');
  if (url.host !== `${host}:${PROXY_PORT}`)
    return no(`the token is for ${url.host}, not ${host}:${PROXY_PORT}`);
  if (field('DBUser') !== user) return no('the token is for another database user');
  const [key, day, region = '', service] = field('X-Amz-Credential').split('/');
  if (
    service !== 'rds-db' ||
    !host.endsWith(`.${region}.rds.amazonaws.com`) ||
    field('X-Amz-SignedHeaders') !== 'host'
  )
    return no("the token is signed for another service, or another region than the host's");
  const made = timeOf(field('X-Amz-Date'));
  const seconds = Number(field('X-Amz-Expires'));
  if (
    !field('X-Amz-Date').startsWith(`${day}T`) ||
    !(seconds > 0 && seconds <= MAX_SECONDS) ||
    !(made <= now + 300_000)
  )
    return no("the token's times are invalid");
  if (made + seconds * 1000 <= now) return no('the token has expired');
  const identity = accounts.identityOf(key);
  if (!identity.role || !identity.secret) return no('the token is not signed by a role of the local STS');
  if (!signedBy(url, identity.secret)) return no("the token's signature is wrong");
  return { ok: true, identity: { ...identity, role: identity.role }, region };
}
