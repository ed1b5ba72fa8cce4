import { randomBytes } from 'node:crypto';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { secretHolders } from '../../../scripts/rotate/federation-secret/secret-holders';
import type { Applied } from './applied';

const values = new Map<string, string>();

/** The secret with this name in Secrets Manager: random, so that nothing else can look like it. */
export function planted(secretName: string): string {
  const value = values.get(secretName) ?? `planted${randomBytes(24).toString('hex')}`;
  values.set(secretName, value);
  return value;
}

/** Creates a different secret in Secrets Manager for every provider of the environment, in each of its regions. */
export async function plantSecrets({ loaded, pools }: Applied): Promise<void> {
  for (const holder of secretHolders(loaded)) {
    const client = new SecretsManagerClient(await pools.access(holder));
    const { secretName: Name } = holder;
    await client.send(new CreateSecretCommand({ Name, SecretString: planted(Name) }));
    client.destroy();
  }
}
