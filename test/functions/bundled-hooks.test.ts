import { createSocket, type Socket } from 'node:dgram';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  catalogue,
  customerHook,
  customerPreSignUp,
  identityProvider,
  internalHook,
  machineHook,
  sampleBackend,
  tenantHook,
  tenantPostConfirmation,
} from '../../functions/catalogue';
import { CognitoStandIn, listing, poolUser } from './cognito';
import { type Answer, DynamoStandIn, failure, from, holding, marshalled, Tables } from './dynamo';
import {
  at,
  machineEvent,
  oktaUser,
  personal,
  postConfirmationEvent,
  preSignUpEvent,
  preTokenEvent,
  staffEvent,
  tenantEvent,
} from './events';
import { runBundle, unpackBundles } from './plain-node';
import { CustomerDatabase } from './postgres/fixture';
import { secrets } from './store';

const folder = mkdtempSync(join(tmpdir(), 'hooks-test-'));
const store = new DynamoStandIn();
let endpoint = '';
beforeAll(async () => {
  unpackBundles(folder);
  endpoint = await store.start();
});
afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

/** Everything that any function asks for. */
const variables = {
  TENANT_USERS_TABLE: 'users',
  TENANT_REGISTRY_TABLE: 'registry',
  INTERNAL_USERS_TABLE: 'staff',
  SERVICES_TABLE: 'services',
  FLOW_REGISTRY_TABLE: 'flows',
  ALLOW_SECONDS: '60',
  DENY_SECONDS: '5',
  DATABASE_HOST: 'localhost',
  DATABASE_PORT: '9',
  DATABASE_NAME: 'customers',
  DATABASE_USER: 'identity_hook',
};

/** Runs the file from the zip in plain Node, against the store. */
const run = (name: string, event: unknown, env: Record<string, string> = variables) =>
  runBundle(folder, name, event, { AWS_ENDPOINT_URL: endpoint, ...env });

const granted: Answer = holding({
  users: [marshalled({ user_id: personal.sub, tenant_id: 'acme' })],
  registry: [
    marshalled({
      tenant_id: 'acme',
      region: 'eu-central-1',
      status: 'active',
      user_pool_id: 'eu-central-1_Acme01',
    }),
  ],
  staff: [
    marshalled({
      okta_user: oktaUser,
      status: 'active',
      department: 'engineering',
      groups: ['engineers'],
      permissions: ['deploy:run'],
    }),
  ],
  services: [
    marshalled({
      client_id: '1example23456789',
      user_pool_id: 'eu-central-1_Acme01',
      service_id: 'billing',
      tier: 'gold',
      status: 'active',
      allowed_ops: ['payments:view'],
      rate_limit: 200,
    }),
  ],
});
const accessClaims =
  'answer.response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride';

describe('the zips, in plain Node', () => {
  it.each<[name: string, event: unknown, claims: object]>([
    [tenantHook.name, tenantEvent(), { tenant_id: 'acme' }],
    [
      internalHook.name,
      staffEvent(),
      { department: 'engineering', groups: ['engineers'], permissions: ['deploy:run'] },
    ],
    [
      machineHook.name,
      machineEvent(),
      { service_id: 'billing', tier: 'gold', allowed_ops: ['payments:view'], rate_limit: 200 },
    ],
  ])('%s reads the store with the credentials of the environment and grants', async (name, event, claims) => {
    store.answer = granted;
    const { last, log, metrics, chatter } = await run(name, event);
    expect(at(last, accessClaims)).toEqual(claims);
    expect(log).toEqual([]);
    expect(metrics).toEqual([expect.objectContaining({ service: name, Granted: 1 })]);
    expect(chatter).toEqual([]);
  });

  it('customer-hook reads roles over TLS from a server whose certificate Node trusts', async () => {
    const database = await CustomerDatabase.start();
    try {
      await database.customer(personal.sub, 'active', ['premium']);
      const { port, host, certificate } = database.proxy;
      const authority = join(folder, 'authority.pem');
      writeFileSync(authority, certificate);
      const env = {
        ...variables,
        DATABASE_HOST: host,
        DATABASE_PORT: String(port),
        DATABASE_NAME: database.name,
      };
      const trusting = await run(customerHook.name, preTokenEvent(), {
        ...env,
        NODE_EXTRA_CA_CERTS: authority,
      });
      expect(at(trusting.last, accessClaims)).toEqual({ customer_id: personal.sub, roles: ['premium'] });
      const { last, log } = await run(customerHook.name, preTokenEvent(), env);
      expect(last).toEqual({ error: 'access denied' });
      expect(log).toEqual([expect.objectContaining({ reason: 'store-unavailable' })]);
      expect(database.proxy.tokens).toHaveLength(1);
    } finally {
      await database.stop();
    }
  });

  it('tenant-post-confirmation writes the mapping', async () => {
    const registry = [
      marshalled({
        tenant_id: 'acme',
        region: 'eu-central-1',
        status: 'active',
        user_pool_id: 'eu-central-1_Acme01',
      }),
    ];
    const tables = new Tables({ registry });
    store.answer = from(tables);
    const { last } = await run(tenantPostConfirmation.name, postConfirmationEvent());
    expect(last).toEqual({ answer: postConfirmationEvent() });
    expect(tables.items.users).toEqual([marshalled({ user_id: personal.sub, tenant_id: 'acme' })]);
  });

  it('customer-pre-sign-up links accounts', async () => {
    const cognito = new CognitoStandIn();
    const AWS_ENDPOINT_URL = await cognito.start();
    cognito.answer = listing([poolUser('grace', { email: personal.email })]);
    const { last } = await run(customerPreSignUp.name, preSignUpEvent(), { AWS_ENDPOINT_URL });
    await cognito.stop();
    expect(last).toEqual({ answer: preSignUpEvent() });
    expect(cognito.calls.map(({ operation }) => operation)).toEqual([
      'ListUsers',
      'AdminLinkProviderForUser',
    ]);
  });

  it('tenant-hook refuses when the store fails, and logs nothing personal or secret', async () => {
    store.answer = failure(400, 'ValidationException', personal.email);
    const { last, log, output } = await run(tenantHook.name, tenantEvent());
    expect(last).toEqual({ error: 'access denied' });
    expect(log).toEqual([
      expect.objectContaining({ reason: 'store-unavailable', error: 'ValidationException', status: 400 }),
    ]);
    for (const value of [...Object.values(personal), ...Object.values(secrets), 'planted-session-token'])
      expect(output).not.toContain(value);
  });

  it('tenant-hook refuses without credentials', async () => {
    store.answer = granted;
    const { last, log } = await run(tenantHook.name, tenantEvent(), { ...variables, AWS_ACCESS_KEY_ID: '' });
    expect(last).toEqual({ error: 'access denied' });
    expect(log).toEqual([
      expect.objectContaining({ reason: 'store-unavailable', error: 'CredentialsProviderError' }),
    ]);
  });

  const needy = catalogue.filter(({ environment }) => environment.length > 0);
  it.each(needy.map((facts) => [facts.name, facts.environment] as const))(
    '%s does not load without its variables',
    async (name, environment) => {
      const { code, log } = await run(name, {}, {});
      expect(code).toBe(1);
      expect(log).toEqual([expect.objectContaining({ reason: 'misconfigured', missing: environment })]);
    },
  );

  /** Of those not called by a pool, but by the operator, or by API Gateway, which waits for the response. */
  const refusals: Record<string, object> = {
    [identityProvider.name]: { error: expect.stringContaining('(userPoolId)') },
    [sampleBackend.name]: { answer: expect.objectContaining({ statusCode: 500 }) },
  };
  it.each(catalogue.map(({ name }) => [name]))(
    '%s refuses a malformed event, and says no more',
    async (name) => {
      const { last, log, metrics, chatter } = await run(name, { version: '9' });
      expect(last).toEqual(refusals[name] ?? { error: 'access denied' });
      expect(log).toEqual([expect.objectContaining({ reason: 'malformed-event', service: name })]);
      expect(metrics).toEqual([expect.objectContaining({ reason: 'malformed-event', Refused: 1 })]);
      expect(chatter).toEqual([]);
    },
  );
});

describe('traces', () => {
  let daemon: Socket;
  let segments: Record<string, unknown>[];
  let received: string;
  beforeEach(async () => {
    segments = [];
    received = '';
    daemon = createSocket('udp4', (packet) => {
      received += packet;
      segments.push(JSON.parse(packet.toString().split('\n')[1] ?? ''));
    });
    await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
  });
  afterEach(() => new Promise<void>((resolve) => daemon.close(() => resolve())));

  const traced = (sampled: 0 | 1) => ({
    ...variables,
    AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${daemon.address().port}`,
    _X_AMZN_TRACE_ID: `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=${sampled}`,
  });

  it('name the function, the store, the duration and the reason for a refusal, but nothing about the user', async () => {
    store.answer = failure(400, 'ValidationException', personal.email);
    const { chatter } = await run(tenantHook.name, tenantEvent(), traced(1));
    expect(chatter).toEqual([]);
    expect(segments).toEqual([
      expect.objectContaining({
        name: 'DynamoDB',
        namespace: 'remote',
        error: true,
        annotations: { reason: 'store-unavailable' },
      }),
      expect.objectContaining({
        name: '## tenant-hook',
        parent_id: '53995c3f42cd8ad8',
        trace_id: '1-5759e988-bd862e3fe1be46a994272793',
        annotations: { Service: 'tenant-hook', ColdStart: expect.any(Boolean), reason: 'store-unavailable' },
      }),
    ]);
    for (const value of [...Object.values(personal), ...Object.values(secrets), 'acme'])
      expect(received).not.toContain(value);
  });

  it('are not sent if X-Ray does not sample, and not required where tracing is off', async () => {
    store.answer = granted;
    const unsampled = await run(tenantHook.name, tenantEvent(), traced(0));
    const { _X_AMZN_TRACE_ID: _, ...untraced } = traced(0);
    const without = await run(tenantHook.name, tenantEvent(), untraced);
    for (const { last, chatter } of [unsampled, without]) {
      expect(at(last, accessClaims)).toEqual({ tenant_id: 'acme' });
      expect(chatter).toEqual([]);
    }
    expect(segments).toEqual([]);
  });
});
