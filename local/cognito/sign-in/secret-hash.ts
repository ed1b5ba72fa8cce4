import { createHmac, timingSafeEqual } from 'node:crypto';
import { unauthorized } from '../errors';
import type { Client } from '../model';

/** Cognito's SECRET_HASH: base64 of HMAC-SHA-256 over username and client id, keyed by the client's secret. */
export const secretHash = (username: string, clientId: string, secret: string) =>
  createHmac('sha256', secret).update(`${username}${clientId}`).digest('base64');

/**
 * Checks that a caller knows one of the client's secrets. `usernames` are the names that the hash can be computed from:
 * the one entered, or the pool's own name of the user. Throws NotAuthorizedException.
 */
export function checkSecretHash(client: Client, given: string | undefined, usernames: string[]): void {
  const { ClientId: id, secrets } = client;
  if (secrets.length === 0) return;
  if (!given) throw unauthorized(`Client ${id} is configured with secret but SECRET_HASH was not received`);
  const same = (expected: string) =>
    expected.length === given.length && timingSafeEqual(Buffer.from(expected), Buffer.from(given));
  if (!usernames.some((name) => secrets.some(({ value }) => same(secretHash(name, id, value)))))
    throw unauthorized(`Unable to verify secret hash for client ${id}`);
}
