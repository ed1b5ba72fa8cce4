import type { ClientConfig } from '../../aws/credentials';
import { SecretValue } from '../secret-value';
import type { Details } from './exchange';
import type { SecretHolder } from './secret-holders';

/** The current version of a provider's secret in Secrets Manager. */
export interface Stored {
  version: string;
  /** Exactly as stored. */
  text: SecretValue;
}

/** The secret's current version; undefined if the secret does not exist or is empty. */
export async function readSecret(config: ClientConfig, SecretId: string): Promise<Stored | undefined> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient(config);
  try {
    const { SecretString = '', VersionId = '' } = await client.send(
      new sdk.GetSecretValueCommand({ SecretId, VersionStage: 'AWSCURRENT' }),
    );
    return { version: VersionId, text: new SecretValue(SecretString) };
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/** An identity provider in Cognito. */
export interface CognitoProvider {
  /** Its details, including any secret except Apple's key; undefined if the provider does not exist. */
  details(): Promise<Details | undefined>;
  /** Sets the secret and keeps everything else: the API call replaces all details. */
  write(secret: SecretValue): Promise<void>;
  close(): void;
}

/** Opens a holder's provider. */
export async function openProvider(
  config: ClientConfig,
  UserPoolId: string,
  { provider: ProviderName, detail }: SecretHolder,
): Promise<CognitoProvider> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(config);
  const describe = async () => {
    const asked = new sdk.DescribeIdentityProviderCommand({ UserPoolId, ProviderName });
    return (await client.send(asked)).IdentityProvider;
  };
  return {
    async details() {
      try {
        return (await describe())?.ProviderDetails ?? {};
      } catch (error) {
        if (error instanceof sdk.ResourceNotFoundException) return undefined;
        throw error;
      }
    },
    async write(secret) {
      const { ProviderDetails, AttributeMapping, IdpIdentifiers } = (await describe()) ?? {};
      await client.send(
        new sdk.UpdateIdentityProviderCommand({
          UserPoolId,
          ProviderName,
          ProviderDetails: { ...ProviderDetails, [detail]: secret.reveal() },
          AttributeMapping,
          IdpIdentifiers,
        }),
      );
    },
    close: () => client.destroy(),
  };
}
