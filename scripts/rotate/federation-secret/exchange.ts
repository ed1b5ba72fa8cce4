import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { outsideUrl } from '../../aws/outside-url';
import { failure } from '../../cli/errors';
import type { SecretValue } from '../secret-value';
import { askTokenEndpoint, type TokenAnswer } from '../token-endpoint';
import { appleClientSecret } from './apple';
import { providerName, type SecretHolder } from './secret-holders';
import { SecretRefused } from './secret-refused';

/** A provider's details as Cognito shows them. */
export type Details = Readonly<Record<string, string>>;

/** A random secret of the same kind, which was never issued. */
const madeUp = ({ detail }: SecretHolder): string =>
  detail === 'client_secret'
    ? randomBytes(32).toString('base64url')
    : generateKeyPairSync('ec', { namedCurve: 'P-256' })
        .privateKey.export({ type: 'pkcs8', format: 'der' })
        .toString('base64');

/**
 * Exchanges a made-up code at the provider the way Cognito exchanges real ones: with the secret in the form, the only
 * method that Cognito supports.
 */
export type Exchange = (secret: string) => Promise<TokenAnswer>;

/** An exchange at a provider. Throws when Cognito does not show its token endpoint. */
export function exchangeAt(
  holder: SecretHolder,
  details: Details,
  { pause, now }: { pause(ms: number): Promise<void>; now(): Date },
): Exchange {
  const whose = providerName(holder);
  const { client_id = '', token_url = '', token_request_method } = details;
  // Never send a secret in the clear.
  if (!token_url.startsWith('https://'))
    throw failure(
      `Cognito shows no token endpoint for ${whose}`,
      'push the secret without a proof: --unproven',
    );
  const method = token_request_method === 'GET' ? 'GET' : 'POST';
  return (secret) => {
    const fields = {
      grant_type: 'authorization_code',
      code: randomBytes(24).toString('base64url'),
      redirect_uri: `https://${holder.host}/oauth2/idpresponse`,
      client_id,
      client_secret: holder.detail === 'private_key' ? appleClientSecret(details, secret, now()) : secret,
    };
    return askTokenEndpoint(outsideUrl(token_url), fields, { whose, pause, method });
  };
}

/** Errors about the code or the request, which some providers check before the secret. */
const aboutCode = ['invalid_grant', 'invalid_request'];

/** RFC 6749, 5.2: the answer to a client that could not be authenticated. */
const isRefusal = ({ status, said }: TokenAnswer) => status === 401 || said === 'invalid_client';

/**
 * Proves a secret by exchanging a made-up code. The code is always refused, but a provider that complains only about the
 * code has already authenticated the client. As not every provider checks the secret first, a made-up secret must get a
 * different answer. Throws SecretRefused when the secret is wrong.
 * @returns what proves it, or why nothing can
 */
export async function proofOf(
  holder: SecretHolder,
  secret: SecretValue,
  exchange: Exchange,
): Promise<string> {
  const wrong = (said: string) =>
    new SecretRefused(
      `${holder.provider} of ${holder.pool} does not accept secret ${holder.secretName} of ${holder.account} in ${holder.region}: it says ${said}`,
      'put the right one there, then run the same command again; Cognito keeps its current one',
    );
  const answer = await exchange(secret.reveal());
  if (isRefusal(answer)) throw wrong(answer.said);
  const { said } = await exchange(madeUp(holder));
  if (said !== answer.said) return `let in (${answer.said}; a made-up secret: ${said})`;
  if (!aboutCode.includes(said)) throw wrong(`${said}, the same as to a made-up one`);
  return `none: the provider says ${said} to a made-up secret, too`;
}
