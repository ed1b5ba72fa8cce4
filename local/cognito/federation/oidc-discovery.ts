import { z } from 'zod';
import type { Cognito } from '../call';
import { invalid } from '../errors';

const https = z.url({ protocol: /^https$/ });
const documentSchema = z.object({
  issuer: z.string(),
  authorization_endpoint: https,
  token_endpoint: https,
  userinfo_endpoint: https,
  jwks_uri: https,
});

/**
 * The endpoints that an issuer publishes, under Cognito's names for provider details.
 * Throws InvalidParameterException if they cannot be fetched, or belong to another issuer (OIDC Discovery 4.3).
 */
export async function discover({ network }: Cognito, issuer: string): Promise<Record<string, string>> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const answer = await network.fetch(url);
    if (answer.status !== 200) throw new Error(`status ${answer.status}`);
    const found = documentSchema.parse(await answer.json());
    if (found.issuer !== issuer) throw new Error(`it is the document of ${found.issuer}`);
    return {
      authorize_url: found.authorization_endpoint,
      token_url: found.token_endpoint,
      attributes_url: found.userinfo_endpoint,
      jwks_uri: found.jwks_uri,
    };
  } catch (error) {
    const why = error instanceof z.ZodError ? z.prettifyError(error) : (error as Error).message;
    throw invalid(`Unable to discover the endpoints of ${issuer} at ${url}: ${why}`);
  }
}
