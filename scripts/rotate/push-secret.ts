import type { ClientConfig } from '../aws/credentials';
import type { PoolAccess } from '../aws/pool-access';
import { messageOf } from '../cli/errors';
import type { SecretHolder } from './secret-holders';
import { secretText } from './secret-text';

/** What came of one provider. */
export interface PushEnd {
  outcome: 'pushed' | 'unchanged' | 'no secret' | 'no provider' | 'failed' | 'not started';
  reason?: string;
  remedy?: string;
}

/** The secret's current text; undefined when there is no such secret, or nothing in it yet. */
async function readSecret(config: ClientConfig, holder: SecretHolder): Promise<string | undefined> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient(config);
  try {
    const { SecretString } = await client.send(
      new sdk.GetSecretValueCommand({ SecretId: holder.secretName, VersionStage: 'AWSCURRENT' }),
    );
    return secretText(holder, SecretString);
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

/**
 * Sets the provider's secret and keeps everything else: an update replaces all details.
 * Cognito returns a client secret, but never Apple's key, which is therefore written each time.
 */
async function writeSecret(
  config: ClientConfig,
  UserPoolId: string,
  { provider: ProviderName, detail }: SecretHolder,
  secret: string,
): Promise<PushEnd['outcome']> {
  const sdk = await import('@aws-sdk/client-cognito-identity-provider');
  const client = new sdk.CognitoIdentityProviderClient(config);
  try {
    const { IdentityProvider } = await client.send(
      new sdk.DescribeIdentityProviderCommand({ UserPoolId, ProviderName }),
    );
    const { ProviderDetails, AttributeMapping, IdpIdentifiers } = IdentityProvider ?? {};
    if (ProviderDetails?.[detail] === secret) return 'unchanged';
    await client.send(
      new sdk.UpdateIdentityProviderCommand({
        UserPoolId,
        ProviderName,
        ProviderDetails: { ...ProviderDetails, [detail]: secret },
        AttributeMapping,
        IdpIdentifiers,
      }),
    );
    return 'pushed';
  } catch (error) {
    if (error instanceof sdk.ResourceNotFoundException) return 'no provider';
    throw error;
  } finally {
    client.destroy();
  }
}

const toRollOut = ({ environment, account, region, flow, tenant }: SecretHolder) =>
  `roll out its stack first: npx fleet rollout --env ${environment} --account ${account} --region ${region} ` +
  (tenant ? `--tenant ${tenant}` : `--stack ${flow}`);

/**
 * Pushes one provider's secret from Secrets Manager. Never throws because of what it finds; no outcome, reason
 * or remedy holds anything of the secret.
 */
export async function pushSecret(pools: PoolAccess, holder: SecretHolder): Promise<PushEnd> {
  const { account, accountId, region, secretName, pool, provider } = holder;
  let secret: string | undefined;
  try {
    const id = await pools.poolId(holder);
    if (!id)
      return { outcome: 'no provider', reason: `there is no user pool ${pool}`, remedy: toRollOut(holder) };
    const config = await pools.access(holder);
    secret = await readSecret(config, holder);
    if (secret === undefined)
      return {
        outcome: 'no secret',
        reason: `account ${account} (${accountId}) has no secret ${secretName} in ${region}`,
        remedy:
          `with credentials of that account: aws secretsmanager create-secret --region ${region} ` +
          `--name ${secretName} --secret-string file://<file with the secret alone>`,
      };
    const outcome = await writeSecret(config, id, holder, secret);
    if (outcome !== 'no provider') return { outcome };
    return { outcome, reason: `${pool} has no identity provider ${provider}`, remedy: toRollOut(holder) };
  } catch (error) {
    const reason = messageOf(error);
    return { outcome: 'failed', reason: secret ? reason.replaceAll(secret, '***') : reason };
  }
}
