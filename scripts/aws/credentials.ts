import type { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { failure, messageOf, usageError } from '../cli/errors';

/** The SDK is loaded only when needed: most commands never call AWS. */
const sdk = {
  credentials: () => import('@aws-sdk/credential-providers'),
  sts: () => import('@aws-sdk/client-sts'),
};

/** The configuration of every SDK client. */
export interface ClientConfig {
  region: string;
  credentials: ReturnType<typeof fromTemporaryCredentials>;
}

/** Credentials of a role, assumed with the user's credentials. Calls AWS on first use only. */
export async function assumeRole(roleArn: string, region: string): Promise<ClientConfig> {
  const { fromTemporaryCredentials } = await sdk.credentials();
  const credentials = fromTemporaryCredentials({
    params: { RoleArn: roleArn, RoleSessionName: 'identity-fleet' },
    clientConfig: { region },
  });
  return { region, credentials };
}

/**
 * The caller's ARN, checked before anything is started.
 * Throws a usage error that says how to get credentials, or that the endpoint does not respond.
 */
export async function callerIdentity(region: string, env: NodeJS.ProcessEnv): Promise<string> {
  const { fromNodeProviderChain } = await sdk.credentials();
  const { STSClient, GetCallerIdentityCommand } = await sdk.sts();
  const credentials = fromNodeProviderChain({ clientConfig: { region } });
  try {
    await credentials();
  } catch (error) {
    throw usageError(
      `no AWS credentials: ${messageOf(error)}`,
      'set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; ' +
        'for the local AWS: npx fleet local up && eval "$(npx fleet local env)"',
    );
  }
  const client = new STSClient({ region, credentials, maxAttempts: 2 });
  try {
    const { Arn } = await client.send(new GetCallerIdentityCommand({}));
    return Arn ?? 'unknown';
  } catch (error) {
    const endpoint = env.AWS_ENDPOINT_URL;
    throw endpoint
      ? usageError(
          `no AWS responds at AWS_ENDPOINT_URL=${endpoint}: ${messageOf(error)}`,
          'start it (npx fleet local up), or unset AWS_ENDPOINT_URL',
        )
      : failure(
          `AWS does not accept the credentials: ${messageOf(error)}`,
          'check AWS_PROFILE, and sign in again',
          error,
        );
  } finally {
    client.destroy();
  }
}
