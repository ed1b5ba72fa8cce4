import type { Client } from '../model';
import { opens } from '../pools/client-secrets';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';

/** RFC 6749 2.3.1: id and secret are form-encoded before base64. Unencoded ones decode to themselves. */
const decode = (text: string) => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
};

function basic(header: string | undefined): { id: string; secret: string } | undefined {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(header ?? '') ?? [];
  if (!encoded) return undefined;
  const [id = '', ...secret] = Buffer.from(encoded, 'base64').toString().split(':');
  return { id: decode(id), secret: decode(secret.join(':')) };
}

/**
 * Authenticates the client by `client_secret_basic` or `client_secret_post`, or by its id alone if it is public. Throws
 * the same OAuthError (`invalid_client`) for every reason.
 */
export function authenticateClient({
  pool,
  headers,
  form,
}: Pick<DomainRequest, 'pool' | 'headers' | 'form'>): Client {
  const given = basic(headers.authorization);
  const id = given?.id ?? form.get('client_id') ?? '';
  const secret = given?.secret ?? form.get('client_secret') ?? '';
  const client = pool.clients.get(id);
  const named = form.get('client_id');
  if (!client || (named !== null && named !== id) || !opens(client, secret))
    throw new OAuthError('invalid_client');
  return client;
}
