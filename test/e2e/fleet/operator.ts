import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { access, type Place } from './cloud';

/** Makes a role in the place's account that the account's own roles may assume, as the foundation does. */
export async function createRole(place: Place, name: string): Promise<void> {
  const { accessKeyId, sessionToken } = await access(place).credentials();
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
  const fields = { RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) };
  // The local AWS reads of a signature who signed, and nothing else.
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(place.endpoint, {
    method: 'POST',
    headers: { authorization, 'x-amz-security-token': sessionToken ?? '' },
    body: new URLSearchParams({ Action: 'CreateRole', Version: '2010-05-08', ...fields }),
  });
  if (!answer.ok) throw new Error(`CreateRole ${name}: ${answer.status} ${await answer.text()}`);
}

export const cognitoOf = (place: Place) => new CognitoIdentityProviderClient(access(place));

/** A pool that names its users by e-mail address, like every pool of the fleet. Gives its id. */
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
