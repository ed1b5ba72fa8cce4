import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Client } from '../model';
import { lifetimes } from '../pools/client-settings';
import { applyOverrides } from '../tokens/claims';
import { signJwt } from '../tokens/jwt';
import { keysOf } from '../tokens/keys';
import { issuerOf } from '../tokens/well-known';
import { runHook } from '../triggers/hook';
import { hookOf, machineEvent } from '../triggers/hook-event';
import { checkFlowAllowed, scopesFor } from './authorize-request';
import type { DomainRequest } from './domain-request';
import { OAuthError } from './errors';

const metadataSchema = z.record(z.string(), z.string());

/** The client's metadata for the hook: JSON in `aws_client_metadata`. Throws OAuthError. */
function metadataOf(form: URLSearchParams): Record<string, string> | undefined {
  const text = form.get('aws_client_metadata');
  if (text === null) return undefined;
  try {
    return metadataSchema.parse(JSON.parse(text));
  } catch {
    throw new OAuthError('invalid_request', 'aws_client_metadata is not a JSON object of strings');
  }
}

/**
 * The client-credentials grant: only an access token for the client itself. Only a V3_0 hook runs; earlier versions are
 * for users only. Throws OAuthError, and AwsError if the hook refuses.
 */
export async function machineToken({ cognito, pool, form }: DomainRequest, client: Client): Promise<object> {
  checkFlowAllowed(client, 'client_credentials');
  const scopes = scopesFor(client, form.get('scope'));
  const clientMetadata = metadataOf(form);
  const id = client.ClientId;
  const now = Math.floor(cognito.now() / 1000);
  const { access: lifetime } = lifetimes(client);
  let claims: Record<string, unknown> = {
    sub: id,
    token_use: 'access',
    scope: scopes.join(' '),
    auth_time: now,
    iss: issuerOf(pool),
    exp: now + lifetime,
    iat: now,
    version: 2,
    jti: randomUUID(),
    client_id: id,
  };
  const hook = hookOf(pool);
  if (hook?.version === 'V3_0') {
    const event = machineEvent({ pool, clientId: id, scopes, clientMetadata });
    const { groups: _, ...overrides } = await runHook(cognito, pool, hook, event);
    claims = applyOverrides({ id: {}, access: claims }, overrides, id).access;
  }
  const access_token = signJwt(claims, keysOf(pool).access);
  return { access_token, expires_in: lifetime, token_type: 'Bearer' };
}
