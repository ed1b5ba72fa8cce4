import type { ClientConfig } from '../../aws/credentials';
import { failure } from '../../cli/errors';
import { type ClientHolder, holderName } from './holder';
import { parseStored, type StoredSecret, stored } from './stored-secret';

/** A version with a label, and its content if it is ours. */
export type Labelled = StoredSecret & { version: string };

/** What Secrets Manager holds for a client: its versions by label. */
export interface Kept {
  changed: Date;
  /** Version that AWSCURRENT is attached to, whatever it contains. */
  currentVersion: string | undefined;
  current: Labelled | undefined;
  /** Only if it is not the current version. */
  pending: Labelled | undefined;
  previous: Labelled | undefined;
}

/** An app client's secret in Secrets Manager. */
export interface Vault {
  /** Undefined if the secret does not exist yet. Throws when it is marked for deletion. */
  read(): Promise<Kept | undefined>;
  /**
   * Stores a value beside the current one, as its replacement. If there is no secret, it creates one, and the value becomes
   * current immediately. A value already stored under that version is kept.
   */
  stage(version: string, secret: StoredSecret): Promise<void>;
  /** Stores a value and makes it the one that callers fetch. */
  store(secret: StoredSecret): Promise<void>;
  /** Lets callers fetch a version, provided that they still fetch `from`. */
  promote(version: string, from: string): Promise<void>;
  close(): void;
}

/** How to create a secret. */
export interface NewSecret {
  /** KMS key that encrypts it; the AWS managed key of Secrets Manager if left out. */
  kmsKey: string | undefined;
  tags: Readonly<Record<string, string>>;
}

/** Opens a holder's secret, which may not exist yet. */
export async function openVault(
  config: ClientConfig,
  holder: ClientHolder,
  { kmsKey, tags }: NewSecret,
): Promise<Vault> {
  const sdk = await import('@aws-sdk/client-secrets-manager');
  const client = new sdk.SecretsManagerClient({ maxAttempts: 10, ...config });
  const SecretId = holder.secretName;

  const valueIn = async (VersionId: string | undefined): Promise<Labelled | undefined> => {
    if (VersionId === undefined) return undefined;
    try {
      const { SecretString } = await client.send(new sdk.GetSecretValueCommand({ SecretId, VersionId }));
      const found = parseStored(SecretString);
      return found && { ...found, version: VersionId };
    } catch (error) {
      // Its last label has just been moved, so the version is gone.
      if (error instanceof sdk.ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  const describe = async () => {
    try {
      return await client.send(new sdk.DescribeSecretCommand({ SecretId }));
    } catch (error) {
      if (error instanceof sdk.ResourceNotFoundException) return undefined;
      throw error;
    }
  };

  /** Creates the secret; false if another process created it first. */
  const create = async (secret: StoredSecret, ClientRequestToken?: string): Promise<boolean> => {
    try {
      await client.send(
        new sdk.CreateSecretCommand({
          Name: SecretId,
          Description: `Secret of app client ${holder.client} of user pool ${holder.pool}, made by identity-fleet`,
          SecretString: stored(secret),
          ClientRequestToken,
          KmsKeyId: kmsKey,
          Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof sdk.ResourceExistsException) return false;
      throw error;
    }
  };

  return {
    async read() {
      const described = await describe();
      if (!described) return undefined;
      if (described.DeletedDate)
        throw failure(
          `secret ${SecretId} of ${holderName(holder)} is marked for deletion`,
          `restore it: aws secretsmanager restore-secret --region ${holder.region} --secret-id ${SecretId}`,
        );
      const labels = Object.entries(described.VersionIdsToStages ?? {});
      const versionWith = (label: string) => labels.find(([, attached]) => attached.includes(label))?.[0];
      const currentVersion = versionWith('AWSCURRENT');
      const pendingVersion = versionWith('AWSPENDING');
      const [current, pending, previous] = await Promise.all([
        valueIn(currentVersion),
        valueIn(pendingVersion === currentVersion ? undefined : pendingVersion),
        valueIn(versionWith('AWSPREVIOUS')),
      ]);
      return { changed: described.LastChangedDate as Date, currentVersion, current, pending, previous };
    },
    async stage(version, secret) {
      if (!(await describe()) && (await create(secret, version))) return;
      try {
        await client.send(
          new sdk.PutSecretValueCommand({
            SecretId,
            ClientRequestToken: version,
            SecretString: stored(secret),
            VersionStages: ['AWSPENDING'],
          }),
        );
      } catch (error) {
        if (!(error instanceof sdk.ResourceExistsException)) throw error;
        // Another rotation of the same secret has already stored its value, which wins.
        const { VersionIdsToStages = {} } = (await describe()) ?? {};
        const attached = Object.entries(VersionIdsToStages).find(([, all]) => all.includes('AWSPENDING'));
        // It is already pending, or has become current in the meantime.
        if (attached?.[0] === version || VersionIdsToStages[version]?.includes('AWSCURRENT')) return;
        await client.send(
          new sdk.UpdateSecretVersionStageCommand({
            SecretId,
            VersionStage: 'AWSPENDING',
            MoveToVersionId: version,
            RemoveFromVersionId: attached?.[0],
          }),
        );
      }
    },
    async store(secret) {
      if (!(await describe()) && (await create(secret))) return;
      await client.send(new sdk.PutSecretValueCommand({ SecretId, SecretString: stored(secret) }));
    },
    async promote(version, from) {
      await client.send(
        new sdk.UpdateSecretVersionStageCommand({
          SecretId,
          VersionStage: 'AWSCURRENT',
          MoveToVersionId: version,
          RemoveFromVersionId: from,
        }),
      );
    },
    close: () => client.destroy(),
  };
}
