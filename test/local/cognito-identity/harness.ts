import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import { Accounts } from '../../../local/accounts';
import type { SigningKey } from '../../../local/cognito/model';
import { signJwt } from '../../../local/cognito/tokens/jwt';
import { cognitoIdentity } from '../../../local/cognito-identity/service';
import { dispatch } from '../../../local/dispatch';
import { jsonBody } from '../../../local/forward';
import type { AwsResponse } from '../../../local/service';

export const account = '101010101010';
const region = 'eu-central-1';
const userPoolId = `${region}_abc`;
export const provider = `cognito-idp.${region}.amazonaws.com/${userPoolId}`;
export const client = 'client1';
/** Seconds since 1970. */
export const now = 1_800_000_000;

export function newKey(kid: string): SigningKey {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { kid, privateKey, publicKey: createPublicKey(privateKey) };
}
const poolKey = newKey('pool');
const jwk = { ...poolKey.publicKey.export({ format: 'jwk' }), kid: poolKey.kid, kty: 'RSA' };

/** An ID token of the user pool, unless overridden. */
export const idToken = (claims: object = {}, key = poolKey): string =>
  signJwt(
    {
      sub: 'user-1',
      iss: `https://${provider}`,
      aud: client,
      token_use: 'id',
      origin_jti: 'signed-in',
      exp: now + 3600,
      ...claims,
    },
    key,
  );

export const roleArn = (name: string, of = account) => `arn:aws:iam::${of}:role/${name}`;

const conditions = (aud: string, amr: string) => ({
  StringEquals: { 'cognito-identity.amazonaws.com:aud': aud },
  'ForAnyValue:StringLike': { 'cognito-identity.amazonaws.com:amr': amr },
});
/** A trust policy for the pool `aud`; by default as the stacks write it. */
export const trust = (
  aud: string,
  { amr = 'authenticated', actions = ['sts:AssumeRoleWithWebIdentity', 'sts:TagSession'] } = {},
) => ({
  Statement: [
    {
      Effect: 'Allow',
      Principal: { Federated: 'cognito-identity.amazonaws.com' },
      Action: actions,
      Condition: conditions(aud, amr),
    },
  ],
});

/** Identity pools with an IAM whose roles trust as `trusts` says, and an STS that issues a key for each. */
export function startIdentityPools() {
  const accounts = new Accounts();
  const trusts = new Map<string, object>();
  const standing = new Set(['signed-in']);
  let keys = 0;
  const answers: Record<string, (fields: URLSearchParams) => string> = {
    GetRole(fields) {
      const name = fields.get('RoleName') ?? '';
      const document = encodeURIComponent(JSON.stringify(trusts.get(name)));
      return `<Arn>${roleArn(name)}</Arn><AssumeRolePolicyDocument>${document}</AssumeRolePolicyDocument>`;
    },
    AssumeRole(fields) {
      keys += 1;
      const session = `${fields.get('RoleArn')}/${fields.get('RoleSessionName')}`;
      return `<AccessKeyId>ASIA${keys}</AccessKeyId><SecretAccessKey>s${keys}</SecretAccessKey>
        <SessionToken>t${keys}</SessionToken><AssumedRoleUser><Arn>${session}</Arn></AssumedRoleUser>`;
    },
  };
  const service = cognitoIdentity(
    {
      forward: async ({ body }): Promise<AwsResponse> => {
        const fields = new URLSearchParams(body.toString());
        const name = fields.get('RoleName');
        if (name && !trusts.has(name)) return { status: 404, headers: {}, body: '' };
        return { status: 200, headers: {}, body: answers[fields.get('Action') ?? '']?.(fields) ?? '' };
      },
      userPools: {
        jwks: (id) => (id === userPoolId ? { keys: [jwk] } : undefined),
        signInStands: (_pool, originJti) => standing.has(originJti),
      },
    },
    accounts,
    () => now * 1000,
  );
  /** Calls an operation: with credentials of the account, or of another one, or (`null`) with none. */
  async function call(operation: string, input: object, by: string | null = account) {
    const answer = await dispatch(
      [service],
      {
        service: by ? 'cognito-identity' : '',
        region: by ? region : '',
        account: by ?? '123456789012',
        operation,
        method: 'POST',
        path: '/',
        headers: { 'x-amz-target': `AWSCognitoIdentityService.${operation}` },
        body: Buffer.from(JSON.stringify(input)),
      },
      async () => ({ status: 500, headers: {}, body: '' }),
    );
    return { status: answer.status, ...jsonBody(answer) };
  }
  /** A pool with the one client, and roles. */
  async function newPool(more: object = {}, roles: object = {}): Promise<string> {
    const { IdentityPoolId } = await call('CreateIdentityPool', {
      IdentityPoolName: 'pool',
      AllowUnauthenticatedIdentities: false,
      CognitoIdentityProviders: [{ ProviderName: provider, ClientId: client }],
      ...more,
    });
    await call('SetIdentityPoolRoles', { IdentityPoolId, Roles: {}, ...roles });
    return IdentityPoolId;
  }
  /** Both calls of an application: its identity, and its credentials. */
  async function exchange(IdentityPoolId: string, token?: string, more: object = {}) {
    const Logins = token === undefined ? {} : { [provider]: token };
    const id = await call('GetId', { IdentityPoolId, Logins }, null);
    if (id.status !== 200) return id;
    return call('GetCredentialsForIdentity', { IdentityId: id.IdentityId, Logins, ...more }, null);
  }
  return { accounts, trusts, standing, call, newPool, exchange };
}
