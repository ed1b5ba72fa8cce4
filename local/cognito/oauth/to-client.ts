import { AwsError } from '../../aws-error';
import type { AwsResponse } from '../../service';

import { FederationError } from '../federation/federation-protocol';
import type { PendingAuthorize } from '../federation/model';
import { OAuthError } from './errors';
import { redirect } from './responses';

/** Sends the browser back to the client, with the client's own state. */
export function toClient(
  { redirectUri, state }: PendingAuthorize,
  fields: Record<string, string>,
  cookie?: string,
): AwsResponse {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  if (state !== undefined) url.searchParams.set('state', state);
  return redirect(url.href, cookie);
}

/**
 * Runs what can fail once the client is verified, and returns errors to the client. A trigger's refusal looks as in
 * Cognito: `error=invalid_request`, with the function's message in `error_description`.
 */
export async function tellingClient(
  pending: PendingAuthorize,
  run: () => Promise<AwsResponse>,
): Promise<AwsResponse> {
  try {
    return await run();
  } catch (error) {
    const known = error instanceof OAuthError || error instanceof FederationError;
    if (!known && !(error instanceof AwsError)) throw error;
    const fields = { error: known ? error.error : 'invalid_request', error_description: error.message };
    return toClient(pending, fields);
  }
}
