import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { Accounts } from '../../../../local/accounts';
import { cognito } from '../../../../local/cognito/service';
import { dispatch } from '../../../../local/dispatch';
import { startFront } from '../../../../local/front';
import { Network } from '../../../../local/network';
import { secretsManager } from '../../../../local/secrets-manager/service';
import { type AwsRequest, type AwsResponse, json } from '../../../../local/service';
import { Ses } from '../../../../local/ses/ses';
import type { PoolAccess } from '../../../../scripts/aws/pool-access';
import { thisRunner } from '../../../../scripts/cli/runner';
import { beginLedger, type Ledger } from '../../../../scripts/ledger/ledger';
import type { Entry } from '../../../../scripts/ledger/line';
import type { ClientHolder } from '../../../../scripts/rotate/client-secret/holder';
import type { RotationRun } from '../../../../scripts/rotate/run';
import { environment } from '../../../stacks/synthesized';
import { memoryStore } from '../../memory-store';

const region = 'eu-central-1';
const account = '111111111111';
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'planted-secret-key' };

/** A request as tests look at it. */
export interface WorldCall {
  operation: string;
  /** Access key that it was signed with; empty where it was not. */
  key: string;
  body: string;
}

/** What moto does of a pool's life, as far as these tests go: it makes ids. */
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
  // Tokens are verified by the machine's own time.
  const clock = { now: Date.now() };
  const now = () => clock.now;
  let endpoint = '';
  /** Answers each request; may do more before and after, or throw as a broken line does. */
  const on = { request: (_call: WorldCall, answer: () => Promise<AwsResponse>) => answer() };
  const seen: string[] = [];
  const bodies: string[] = [];
  const services = [
    cognito(
      {
        endpoint: () => endpoint,
        forward: moto,
        network: new Network(),
        ses: new Ses(),
        provideUserPools() {},
      } as never,
      now,
    ),
    secretsManager(now),
  ];
  const front = await startFront(0, {
    services,
    forward: moto,
    accounts: Object.assign(new Accounts(), { identityOf: () => ({ account }) }),
    async hindered(request) {
      const operation = request.operation || request.path.replace(/^.*\//, '');
      const [, key = ''] = /Credential=([^/]+)/.exec(request.headers.authorization ?? '') ?? [];
      // No two requests come in the same moment: ids of secrets are made of it.
      clock.now += 1;
      seen.push(operation);
      const body = String(request.body);
      bodies.push(body);
      return on.request({ operation, key, body }, () => dispatch(services, request, moto));
    },
  });
  endpoint = front.endpoint;
  const config = { region, endpoint, credentials, maxAttempts: 1 };
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

  /** Asks for a token as a caller does. */
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

  const folder = mkdtempSync(join(tmpdir(), 'rotate-'));
  const bucket = memoryStore();
  const ledgers = new Map<string, Ledger>();
  /** Credentials by which requests of a rotation can be told from the test's own. */
  function accessWith(accessKeyId: string): PoolAccess['access'] {
    const own = async () => ({ ...credentials, accessKeyId });
    // A broken line stays broken.
    return async () => ({ region, credentials: own, maxAttempts: 1 }) as never;
  }
  const pools: PoolAccess = {
    poolId: async ({ pool }) => (pool === 'test-machine' ? UserPoolId : undefined),
    access: accessWith('ROTATION'),
  };
  const entriesOf = async (run: string): Promise<readonly Entry[] | undefined> => ledgers.get(run)?.entries;
  /** A run of its own, by this process unless the test says otherwise. */
  function newRun(more: Partial<RotationRun> = {}): RotationRun {
    const run = `test-2026-11-24T10-00-00-000Z-${randomBytes(3).toString('hex')}`;
    const ledger = more.ledger ?? beginLedger(folder, run, { command: 'rotate client-secret' });
    ledgers.set(ledger.run, ledger);
    return {
      environment: environment(),
      ledger,
      runner: thisRunner(),
      by: 'arn:aws:iam::111111111111:user/ada',
      stores: { of: async () => bucket, close() {} },
      pools,
      entriesOf,
      resume: (id) => `npx fleet rotate client-secret --resume ${id}`,
      signal: new AbortController().signal,
      async pause(ms) {
        clock.now += ms;
      },
      now: () => new Date(clock.now),
      ...more,
    };
  }

  return {
    endpoint,
    clock,
    on,
    /** Operations asked, in turn. */
    seen,
    /** Bodies of all requests, in turn. */
    bodies,
    writes: () => seen.filter((operation) => writes.test(operation)),
    isWrite: (operation: string) => writes.test(operation),
    idp,
    manager,
    at,
    client,
    first,
    holder,
    bucket,
    folder,
    newRun,
    pools,
    accessWith,
    askAs,
    read,
    /** As callers do: fetches the current secret and asks for a token with it. */
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
      await front.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type World = Awaited<ReturnType<typeof newWorld>>;

/** A new world for each test, which the code under test reaches as AWS. */
export function eachInNewWorld(): () => World {
  let world: World;
  const before = process.env;
  beforeEach(async () => {
    world = await newWorld();
    process.env = { ...before, AWS_ENDPOINT_URL: world.endpoint };
  });
  afterEach(async () => {
    process.env = before;
    await world.end();
  });
  return () => world;
}
