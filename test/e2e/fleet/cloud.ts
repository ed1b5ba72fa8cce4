import {
  CognitoIdentityProviderClient,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';

/** A region of an account in the local AWS. */
export interface Place {
  endpoint: string;
  accountId: string;
  region: string;
}

const role = 'OrganizationAccountAccessRole';

export function access({ endpoint, accountId, region }: Place) {
  const masterCredentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const params = { RoleArn: `arn:aws:iam::${accountId}:role/${role}`, RoleSessionName: 'test' };
  const credentials = fromTemporaryCredentials({
    masterCredentials,
    params,
    clientConfig: { endpoint, region },
  });
  return { endpoint, region, credentials };
}

/** Keys of all objects in a bucket, such as states and locks. */
export async function objectKeys(place: Place, Bucket: string): Promise<string[]> {
  const client = new S3Client(access(place));
  const { Contents } = await client.send(new ListObjectsV2Command({ Bucket }));
  client.destroy();
  return (Contents ?? []).map(({ Key }) => Key as string).sort();
}

/** A state, parsed. */
export async function stateAt(place: Place, Bucket: string, Key: string) {
  const client = new S3Client(access(place));
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  const state = JSON.parse((await Body?.transformToString()) ?? '{}');
  // Only after the whole state is read: this aborts pending transfers.
  client.destroy();
  return state;
}

/** Publishes the DNS records of an e-mail identity, from the state of its `email` stack. */
export async function publishDns(place: Place, bucket: string, key: string): Promise<void> {
  const { outputs } = await stateAt(place, bucket, key);
  const body = JSON.stringify(outputs.dkim_records.value);
  const { status } = await fetch(`${place.endpoint}/_local/ses/dns`, { method: 'POST', body });
  if (status !== 201)
    throw new Error(`the local AWS refused the DNS records of ${place.accountId}: ${status}`);
}

/** Addresses of all resources in a state. */
export async function addressesIn(place: Place, bucket: string, key: string): Promise<string[]> {
  const { resources } = await stateAt(place, bucket, key);
  return resources
    .filter(({ mode }: { mode: string }) => mode === 'managed')
    .map(({ type, name }: { type: string; name: string }) => `${type}.${name}`)
    .sort();
}

/** Locks a state under someone's name, as Terraform does. */
export async function putLock(
  place: Place,
  Bucket: string,
  state: string,
  by: { ID: string; Who: string },
): Promise<void> {
  const client = new S3Client(access(place));
  const lock = {
    Operation: 'OperationTypeApply',
    Version: '1.11.4',
    Created: '2026-11-24T10:00:00Z',
    Info: '',
    Path: '',
    ...by,
  };
  await client.send(new PutObjectCommand({ Bucket, Key: `${state}.tflock`, Body: JSON.stringify(lock) }));
  client.destroy();
}

/** Names of all user pools that actually exist there, whatever any state says. */
export async function poolNames(place: Place): Promise<string[]> {
  const client = new CognitoIdentityProviderClient(access(place));
  const { UserPools } = await client.send(new ListUserPoolsCommand({ MaxResults: 60 }));
  client.destroy();
  return (UserPools ?? []).map(({ Name }) => Name as string).sort();
}
