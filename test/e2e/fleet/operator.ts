import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateBucketCommand, PutBucketVersioningCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateSecretCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { documentsOf } from '../../invariants/documents';
import { realEnvironment, synthesize } from '../../invariants/fleet';
import { access, type Place } from './cloud';

/** Calls IAM in the place's account as the organisation's role. */
async function iam(place: Place, fields: Record<string, string>): Promise<void> {
  const { accessKeyId, sessionToken } = await access(place).credentials();
  // The local AWS reads only the signer from a signature.
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(place.endpoint, {
    method: 'POST',
    headers: { authorization, 'x-amz-security-token': sessionToken ?? '' },
    body: new URLSearchParams({ Version: '2010-05-08', ...fields }),
  });
  if (!answer.ok) throw new Error(`${fields.Action}: ${answer.status} ${await answer.text()}`);
}

let documents: ReturnType<typeof documentsOf> | undefined;

/** All policy documents of `dev`, synthesized once for all roles. */
function documentsOfDev() {
  documents ??= documentsOf(synthesize(realEnvironment('dev')).values());
  return documents;
}

/** Policy documents that the foundation attaches to a role of `dev` in an account. */
const rightsIn = (accountId: string, role: string): string[] =>
  documentsOfDev()
    .filter(
      ({ stack, type, address }) =>
        stack.json.provider.aws[0].allowed_account_ids[0] === accountId &&
        type === 'aws_iam_policy' &&
        address.startsWith(`aws_iam_policy.${role}_`),
    )
    // The state key is created by the foundation, and nothing here reads a state.
    .map(({ text }) =>
      text.replaceAll(/\$\{aws_kms_key[^}]*\}/g, `arn:aws:kms:eu-central-1:${accountId}:key/none`),
    );

/** Creates a role of `dev` with its permissions, as the foundation does; the account's roles may assume it. */
export async function createRole(
  place: Place,
  role: 'deploy' | 'operate' | 'plan' | 'probe' | 'rotate',
): Promise<void> {
  const RoleName = `dev-fleet-${role}`;
  const trust = {
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { AWS: `arn:aws:iam::${place.accountId}:root` },
      },
    ],
  };
  await iam(place, { Action: 'CreateRole', RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) });
  for (const [index, PolicyDocument] of rightsIn(place.accountId, role).entries())
    await iam(place, { Action: 'PutRolePolicy', RoleName, PolicyName: `rights-${index}`, PolicyDocument });
}

/** Makes a bucket for states, ledgers and records, without the key of the foundation's. */
export async function createBucket(place: Place, Bucket: string): Promise<void> {
  const client = new S3Client(access(place));
  await client.send(
    new CreateBucketCommand({
      Bucket,
      CreateBucketConfiguration: { LocationConstraint: place.region as never },
    }),
  );
  await client.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  client.destroy();
}

export const cognitoOf = (place: Place) => new CognitoIdentityProviderClient(access(place));

/** Creates a pool whose users sign in by e-mail address, like every pool of the fleet. Returns its id. */
export async function createPool(
  place: Place,
  PoolName: string,
  more: Partial<CreateUserPoolCommandInput> = {},
): Promise<string> {
  const client = cognitoOf(place);
  const { UserPool } = await client.send(
    new CreateUserPoolCommand({
      PoolName,
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      UserPoolTags: { environment: 'dev', 'managed-by': 'identity-fleet' },
      ...more,
    }),
  );
  client.destroy();
  return UserPool?.Id as string;
}

export async function createSecret(place: Place, Name: string, SecretString: string): Promise<void> {
  const client = new SecretsManagerClient(access(place));
  await client.send(new CreateSecretCommand({ Name, SecretString }));
  client.destroy();
}

export async function changeSecret(place: Place, SecretId: string, SecretString: string): Promise<void> {
  const client = new SecretsManagerClient(access(place));
  await client.send(new PutSecretValueCommand({ SecretId, SecretString }));
  client.destroy();
}
