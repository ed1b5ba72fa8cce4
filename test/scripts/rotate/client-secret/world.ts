import { randomBytes, randomUUID } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  CognitoIdentityProviderClient,
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  CreateUserPoolCommand,
  CreateUserPoolDomainCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  DescribeSecretCommand,
  GetSecretValueCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { type AwsRequest, json } from '../../../../local/service';
import type { ClientHolder } from '../../../../scripts/rotate/client-secret/holder';
import { account, region, startAws } from '../aws';
import { eachIn, rotationRuns } from '../runs';

/** What moto does for a pool, as far as these tests need it: it generates ids. */
const moto = async ({ operation, body }: AwsRequest) => {
  const { PoolName, ClientName } = JSON.parse(String(body));
  const id = `${region}_${randomBytes(5).toString('hex')}`;
  return json(
    200,
    {
      CreateUserPool: {
        UserPool: { Id: id, Name: PoolName, Arn: `arn:aws:cognito-idp:${region}:${account}:userpool/${id}` },
      },
      CreateUserPoolClient: { UserPoolClient: { ClientId: randomBytes(13).toString('hex'), ClientName } },
    }[operation],
  );
};

/** Operations that change something. */
const writes = /^(Add|Delete)UserPoolClientSecret$|^(CreateSecret|PutSecretValue|UpdateSecretVersionStage)$/;

/**
 * User pools and Secrets Manager of the local AWS on loopback, without moto, with a pool that has one service's client. Time
 * all but stands still until a test moves it, and pauses take none.
 */
export async function newWorld() {
  const aws = await startAws(moto);
  const { endpoint, clock, seen, config } = aws;
  const idp = new CognitoIdentityProviderClient(config);
  const manager = new SecretsManagerClient(config);
  const host = `${randomUUID()}.auth.${region}.amazoncognito.com`;

  const { UserPool } = await idp.send(new CreateUserPoolCommand({ PoolName: 'test-machine' }));
  const UserPoolId = UserPool?.Id as string;
  await idp.send(
    new CreateResourceServerCommand({
      UserPoolId,
      Identifier: 'payments',
      Name: 'Payments',
      Scopes: [{ ScopeName: 'read', ScopeDescription: 'See payments' }],
    }),
  );
  await idp.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: host.split('.')[0] }));
  const client = async (ClientName: string) => {
    const { UserPoolClient } = await idp.send(
      new CreateUserPoolClientCommand({
        UserPoolId,
        ClientName,
        GenerateSecret: true,
        AllowedOAuthFlowsUserPoolClient: true,
        AllowedOAuthFlows: ['client_credentials'],
        AllowedOAuthScopes: ['payments/read'],
      }),
    );
    return { ClientId: UserPoolClient?.ClientId as string, first: UserPoolClient?.ClientSecret as string };
  };
  const { ClientId, first } = await client('billing');
  const at = { UserPoolId, ClientId };

  const holder: ClientHolder = {
    environment: 'test',
    flow: 'machine',
    account: 'identity',
    accountId: account,
    region,
    pool: 'test-machine',
    client: 'billing',
    secretName: 'fleet/clients/test/machine/billing',
    host,
    grant: 'client_credentials',
    owner: 'payments',
    suspended: false,
  };
  const SecretId = holder.secretName;

  /** Requests a token as a caller does. */
  async function askAs(secret: string | undefined): Promise<string | undefined> {
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: ClientId,
      client_secret: secret ?? '',
    });
    const answer = await fetch(`${endpoint}/_local/domains/${host}/oauth2/token`, { method: 'POST', body });
    return ((await answer.json()) as { access_token?: string }).access_token;
  }
  const read = async (VersionStage: string) => {
    const { SecretString } = await manager
      .send(new GetSecretValueCommand({ SecretId, VersionStage }))
      .catch(() => ({ SecretString: undefined }));
    return SecretString && (JSON.parse(SecretString).client_secret as string);
  };

  const runs = rotationRuns({
    command: 'rotate client-secret',
    clock,
    pool: holder.pool,
    userPoolId: UserPoolId,
  });

  return {
    ...aws,
    writes: () => seen.filter((operation) => writes.test(operation)),
    isWrite: (operation: string) => writes.test(operation),
    idp,
    manager,
    at,
    client,
    first,
    holder,
    ...runs,
    askAs,
    read,
    /** As callers do: fetches the current secret and requests a token with it. */
    call: async () => askAs(await read('AWSCURRENT')),
    slots: async () =>
      (await idp.send(new ListUserPoolClientSecretsCommand(at))).ClientSecrets?.map(
        ({ ClientSecretId }) => ClientSecretId as string,
      ) ?? [],
    shown: async () => (await idp.send(new DescribeUserPoolClientCommand(at))).UserPoolClient?.ClientSecret,
    labels: async () =>
      (await manager.send(new DescribeSecretCommand({ SecretId }))).VersionIdsToStages ?? {},
    addByHand: async (ClientSecret = randomBytes(20).toString('hex')) =>
      (await idp.send(new AddUserPoolClientSecretCommand({ ...at, ClientSecret }))).ClientSecretDescriptor
        ?.ClientSecretId as string,
    removeByHand: (ClientSecretId: string) =>
      idp.send(new DeleteUserPoolClientSecretCommand({ ...at, ClientSecretId })),
    putByHand: (SecretString: string) => manager.send(new PutSecretValueCommand({ SecretId, SecretString })),
    async end() {
      idp.destroy();
      manager.destroy();
      await aws.close();
      runs.remove();
    },
  };
}

export type World = Awaited<ReturnType<typeof newWorld>>;

/** A new world for each test, which the code under test sees as AWS. */
export const eachInNewWorld = (): (() => World) => eachIn(newWorld);
