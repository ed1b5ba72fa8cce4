import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../../functions/bundle';
import { authorizer, sampleBackend } from '../../functions/catalogue';
import { edgeForTests, pools, tables } from './authorizer/edge';
import { apiEvent, keys, list } from './authorizer/requests';
import { runBundle, unpackAuthorizer } from './plain-node';

const world = edgeForTests();
const folder = mkdtempSync(join(tmpdir(), 'edge-test-'));
const network = require.resolve('../../local/lambda/network.cjs');
beforeAll(() => {
  unpackAuthorizer(folder, list);
  writeFileSync(join(folder, `${sampleBackend.name}.js`), compile(sampleBackend.name).code);
  writeFileSync(join(folder, 'authority.pem'), world.edge.keysAt.certificate);
});
afterAll(() => rmSync(folder, { recursive: true }));
// The functions use today's time.
beforeEach(() => {
  world.edge.clock.now = new Date();
});

/** Runs the file from the zip in plain Node, whose only network is loopback. */
function run(name: string, event: unknown) {
  const routes = [{ hosts: 'cognito-idp.eu-central-1.amazonaws.com', port: world.edge.keysAt.port }];
  const before = `require(${JSON.stringify(network)}).confine(${JSON.stringify(routes)})`;
  const variable = (key: string) => ({ [key]: process.env[key] ?? '' });
  const env = {
    ...variable('AWS_ENDPOINT_URL_DYNAMODB'),
    ...variable('AWS_ENDPOINT_URL_VERIFIEDPERMISSIONS'),
    ...variable('AWS_ACCESS_KEY_ID'),
    NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
    FLOW_REGISTRY_TABLE: tables.flows,
    TENANT_REGISTRY_TABLE: tables.tenants,
    SERVICES_TABLE: tables.services,
    ALLOW_SECONDS: '60',
    DENY_SECONDS: '5',
  };
  return runBundle(folder, name, event, env, before);
}

const said = (edge: typeof world.edge) => ({
  flow: 'customer',
  tenant_id: '',
  principal: `${pools.customer}|s1`,
  client_id: 'shop',
  policies: String(edge.stores.customer.ids.everybody),
  judged: '{"action":"viewPayment","resource":{"type":"Payment","id":"p1"},"attributes":{},"context":{}}',
});

describe('the zips of the edge, in plain Node', () => {
  it('authorizer allows what the policies permit, and says for whom', async () => {
    const { edge } = world;
    const event = apiEvent({ key: keys.customer, token: await edge.tokenOf('customer') });
    const { last, log, metrics, chatter } = await run(authorizer.name, event);
    expect(last).toEqual({ answer: { isAuthorized: true, context: said(edge) } });
    expect(log).toEqual([]);
    expect(metrics).toEqual([expect.objectContaining({ service: 'authorizer', Granted: 1 })]);
    expect(chatter).toEqual([]);
  });

  it('authorizer refuses with 401, 403 and 500, each with its own response', async () => {
    const { edge } = world;
    const key = keys.customer;
    const expired = apiEvent({ key, token: await edge.tokenOf('customer', { exp: edge.seconds(-1) }) });
    expect(await run(authorizer.name, expired)).toMatchObject({
      last: { error: 'Unauthorized' },
      log: [{ reason: 'token-expired' }],
    });
    const event = apiEvent({ key, token: await edge.tokenOf('customer'), sourceIp: '203.0.113.9' });
    expect(await run(authorizer.name, event)).toMatchObject({
      last: { answer: { isAuthorized: false } },
      log: [{ reason: 'policy-denied' }],
    });
    edge.keys.reply = (_received, response) => response.writeHead(503).end();
    expect(await run(authorizer.name, event)).toMatchObject({
      last: { error: 'access denied' },
      log: [{ reason: 'store-unavailable', record: 'keys' }],
    });
  });

  it('sample-backend verifies the token again', async () => {
    const { edge } = world;
    const event = {
      version: '2.0',
      rawPath: '/payments/p1',
      headers: { authorization: `Bearer ${await edge.tokenOf('customer')}` },
      pathParameters: { payment: 'p1' },
      requestContext: { http: { method: 'GET' }, authorizer: { lambda: said(edge) } },
    };
    const { last, log } = await run(sampleBackend.name, event);
    expect(log).toEqual([]);
    expect(last).toMatchObject({ answer: { statusCode: 200 } });
    expect(JSON.parse(last.answer.body)).toMatchObject({ principal: `${pools.customer}|s1`, tenant: '' });
  });
});
