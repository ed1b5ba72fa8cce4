import { createHash, createHmac, getDiffieHellman, randomBytes } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { zipSync } from 'fflate';
import type { LocalAws } from '../../../local/aws';
import { startLocal as startAws } from '../local/shared';

export const region = 'eu-central-1';
export const account = '123456789012';
/** Complies with every password policy in these tests. */
export const password = 'Correct-horse-7-battery';

export interface Local {
  aws: LocalAws;
  sdk: CognitoIdentityProviderClient;
}

/** The local AWS of this test file, with an SDK client that the caller closes. */
export async function startLocal(): Promise<Local & { end(): void }> {
  const aws = await startAws();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const sdk = new CognitoIdentityProviderClient({
    region,
    endpoint: aws.endpoint,
    credentials,
    maxAttempts: 1,
  });
  return { aws, sdk, end: () => sdk.destroy() };
}

/** Creates a pool in which users sign in by e-mail and have an immutable tenant, with `more` settings. */
export async function newPool(
  { sdk }: Local,
  more: Partial<CreateUserPoolCommandInput> = {},
): Promise<string> {
  const { UserPool } = await sdk.send(
    new CreateUserPoolCommand({
      PoolName: 'test',
      UsernameAttributes: ['email'],
      UsernameConfiguration: { CaseSensitive: false },
      AutoVerifiedAttributes: ['email'],
      Schema: [
        {
          Name: 'tenant_id',
          AttributeDataType: 'String',
          Mutable: false,
          StringAttributeConstraints: { MinLength: '1', MaxLength: '30' },
        },
      ],
      ...more,
    }),
  );
  return UserPool?.Id as string;
}

/** Creates a client that allows every way to sign in, unless `more` overrides that. */
export async function newClient(
  { sdk }: Local,
  UserPoolId: string,
  more: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<{ id: string; secret: string }> {
  const { UserPoolClient } = await sdk.send(
    new CreateUserPoolClientCommand({
      UserPoolId,
      ClientName: 'test',
      PreventUserExistenceErrors: 'ENABLED',
      ExplicitAuthFlows: [
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...more,
    }),
  );
  return { id: UserPoolClient?.ClientId as string, secret: UserPoolClient?.ClientSecret ?? '' };
}

/** Creates a confirmed user of the tenant `acme`. Returns the user's `sub`. */
export async function newUser({ sdk }: Local, UserPoolId: string, email: string): Promise<string> {
  const UserAttributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:tenant_id', Value: 'acme' },
  ];
  const input = { UserPoolId, Username: email, UserAttributes, MessageAction: 'SUPPRESS' as const };
  const { User } = await sdk.send(new AdminCreateUserCommand(input));
  await sdk.send(
    new AdminSetUserPasswordCommand({ UserPoolId, Username: email, Password: password, Permanent: true }),
  );
  return User?.Username as string;
}

/** A request with a signature that only names its service, which is all that the local AWS reads. */
async function signedFetch({ aws }: Local, service: string, path: string, method: string, body: string) {
  const type = service === 'iam' ? 'application/x-www-form-urlencoded' : 'application/json';
  const authorization = `AWS4-HMAC-SHA256 Credential=test/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(`${aws.endpoint}${path}`, {
    method,
    body,
    headers: { authorization, 'content-type': type },
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
}

/**
 * Uploads a function whose handler is the given source, with a time-out in seconds. Returns its ARN.
 * @param actions what its role may do, on any resource
 */
export async function uploadFunction(
  local: Local,
  name: string,
  source: string,
  limit = 1,
  actions: readonly string[] = [],
): Promise<string> {
  const trust = JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
    ],
  });
  const role = new URLSearchParams({
    Action: 'CreateRole',
    Version: '2010-05-08',
    RoleName: name,
    AssumeRolePolicyDocument: trust,
  });
  await signedFetch(local, 'iam', '/', 'POST', role.toString());
  const rights = new URLSearchParams({
    Action: 'PutRolePolicy',
    Version: '2010-05-08',
    RoleName: name,
    PolicyName: 'own',
    PolicyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
    }),
  });
  if (actions.length > 0) await signedFetch(local, 'iam', '/', 'POST', rights.toString());
  const zip = zipSync({ 'index.js': Buffer.from(`exports.handler = async (event) => {${source}};`) });
  const body = {
    FunctionName: name,
    Runtime: 'nodejs22.x',
    Architectures: ['arm64'],
    Handler: 'index.handler',
    Timeout: limit,
    Role: `arn:aws:iam::${account}:role/${name}`,
    Code: { ZipFile: Buffer.from(zip).toString('base64') },
  };
  await signedFetch(local, 'lambda', '/2015-03-31/functions', 'POST', JSON.stringify(body));
  return `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/** Lets Cognito run the function for the pool. */
export const permit = (local: Local, name: string, poolId: string) =>
  signedFetch(
    local,
    'lambda',
    `/2015-03-31/functions/${name}/policy`,
    'POST',
    JSON.stringify({
      StatementId: 'cognito',
      Action: 'lambda:InvokeFunction',
      Principal: 'cognito-idp.amazonaws.com',
      SourceArn: `arn:aws:cognito-idp:${region}:${account}:userpool/${poolId}`,
    }),
  );

/** A token's claims, without verifying its signature. */
export const claimsOf = (token: string | undefined) =>
  JSON.parse(Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString());

/**
 * The client side of SRP, written from the protocol, independently of the server side:
 * returns SRP_A, and the responses to the PASSWORD_VERIFIER challenge.
 */
export function srpClient(poolId: string, typed: string) {
  const N = BigInt(`0x${getDiffieHellman('modp15').getPrime('hex')}`);
  const g = 2n;
  const toBytes = (value: bigint) => {
    const hex = value.toString(16);
    const even = hex.length % 2 ? `0${hex}` : hex;
    return Buffer.from(parseInt(even.slice(0, 2), 16) > 127 ? `00${even}` : even, 'hex');
  };
  const H = (...parts: Buffer[]) => createHash('sha256').update(Buffer.concat(parts)).digest();
  const toNumber = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
  const mod = (value: bigint) => ((value % N) + N) % N;
  const pow = (base: bigint, exponent: bigint): bigint => {
    if (exponent === 0n) return 1n;
    const half = pow(base, exponent / 2n);
    return mod(exponent % 2n ? mod(half * half) * base : half * half);
  };
  const a = toNumber(randomBytes(64));
  const A = pow(g, a);
  const respond = (parameters: Record<string, string>, at = 'Mon Nov 2 10:00:00 UTC 2026') => {
    const B = BigInt(`0x${parameters.SRP_B}`);
    const pool = poolId.split('_')[1];
    const user = parameters.USER_ID_FOR_SRP as string;
    const u = toNumber(H(toBytes(A), toBytes(B)));
    const k = toNumber(H(toBytes(N), toBytes(g)));
    const inner = H(Buffer.from(`${pool}${user}:${typed}`));
    const x = toNumber(H(toBytes(BigInt(`0x${parameters.SALT}`)), inner));
    const S = pow(mod(B - k * pow(g, x)), a + u * x);
    const prk = createHmac('sha256', toBytes(u)).update(toBytes(S)).digest();
    const info = Buffer.concat([Buffer.from('Caldera Derived Key'), Buffer.from([1])]);
    const key = createHmac('sha256', prk).update(info).digest().subarray(0, 16);
    const block = parameters.SECRET_BLOCK as string;
    const message = Buffer.concat([
      Buffer.from(`${pool}${user}`),
      Buffer.from(block, 'base64'),
      Buffer.from(at),
    ]);
    return {
      USERNAME: user,
      PASSWORD_CLAIM_SECRET_BLOCK: block,
      PASSWORD_CLAIM_SIGNATURE: createHmac('sha256', key).update(message).digest('base64'),
      TIMESTAMP: at,
    };
  };
  return { SRP_A: A.toString(16), respond };
}
