import { AwsError } from '../../aws-error';
import type { AwsResponse } from '../../service';
import { callerOf } from '../tokens/access-token';

import { withVerifiedMarks } from '../users/user-attributes';
import type { DomainRequest } from './domain-request';
import { jsonAnswer } from './responses';

/** Attributes that a scope discloses; `openid` alone discloses only `sub`, and `profile` all but these. */
const emails = ['email', 'email_verified'];
const phones = ['phone_number', 'phone_number_verified'];

function shownBy(scopes: string[], name: string): boolean {
  if (emails.includes(name)) return scopes.includes('email');
  if (phones.includes(name)) return scopes.includes('phone');
  return scopes.includes('profile');
}

/**
 * `GET` and `POST /oauth2/userInfo`: the attributes that the token's scopes allow the client to read; all values are
 * text.
 */
export async function userInfo({ cognito, pool, headers }: DomainRequest): Promise<AwsResponse> {
  const [, token] = /^bearer\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  try {
    const caller = await callerOf(cognito, token, 'openid');
    if (caller.pool.id !== pool.id) throw new AwsError('NotAuthorizedException', 'Invalid Access Token');
    const { client, user, signIn } = caller;
    const shown = Object.entries(withVerifiedMarks(user.attributes)).filter(
      ([name]) =>
        name !== 'sub' &&
        shownBy(signIn.scopes, name) &&
        (!client.ReadAttributes?.length || client.ReadAttributes.includes(name)),
    );
    return jsonAnswer(200, { sub: user.sub, ...Object.fromEntries(shown), username: user.username });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const why = `error="invalid_token", error_description="${error.message.replaceAll('"', "'")}"`;
    const body = { error: 'invalid_token', error_description: error.message };
    return jsonAnswer(401, body, { 'www-authenticate': `Bearer ${why}` });
  }
}
