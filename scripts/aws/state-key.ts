import { roleArn, stateKeyAliasArn } from '../../environments/names';
import type { Environment } from '../../environments/schema';
import { failure, messageOf } from '../cli/errors';
import { assumeRole } from './credentials';

/** What is encrypted with an account's state key, and by which role. */
export interface Sealing {
  environment: Environment;
  account: string;
  /** Name of the role. */
  role: string;
  /** In the encryption context of each data key; the key's policy (`stacks/permissions/state-key.ts`) requires it. */
  purpose: 'fleet-plan-set' | 'fleet-tenant-export';
}

/** A data key: in plaintext to encrypt with, and encrypted with the state key to store. */
export interface DataKey {
  plain: Uint8Array;
  /** Base64. */
  sealed: string;
}

/** The state key of an account, used as a role that may encrypt with it for this purpose. */
export async function stateKey({ environment, account, role, purpose }: Sealing) {
  const sdk = await import('@aws-sdk/client-kms');
  const region = environment.regions[0] as string;
  const arn = roleArn(environment, account, role);
  const EncryptionContext = { purpose, environment: environment.name };
  const KeyId = stateKeyAliasArn(environment, account, region);
  const using = async <T>(what: string, call: (client: InstanceType<typeof sdk.KMSClient>) => Promise<T>) => {
    const client = new sdk.KMSClient(await assumeRole(arn, region));
    try {
      return await call(client);
    } catch (error) {
      throw failure(
        `cannot ${what} with the state key ${KeyId} as ${arn}: ${messageOf(error)}`,
        'roll out the foundation of that account first; only that role may encrypt and decrypt this',
        error,
      );
    } finally {
      client.destroy();
    }
  };
  return {
    async make(): Promise<DataKey> {
      const { Plaintext, CiphertextBlob } = await using('create a data key', (client) =>
        client.send(new sdk.GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext })),
      );
      if (!Plaintext || !CiphertextBlob)
        throw failure(`the state key ${KeyId} returned no data key`, 'run it again');
      return { plain: Plaintext, sealed: Buffer.from(CiphertextBlob).toString('base64') };
    },
    /** @param sealed a data key encrypted with the state key, base64 */
    async open(sealed: string): Promise<Uint8Array> {
      const CiphertextBlob = Buffer.from(sealed, 'base64');
      const { Plaintext } = await using('decrypt a data key', (client) =>
        client.send(new sdk.DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext })),
      );
      return Plaintext as Uint8Array;
    },
  };
}
