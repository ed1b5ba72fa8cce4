import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { bundle } from '../../functions/bundle';
import { customerHook, tenantHook } from '../../functions/catalogue';
import { type Answer, DynamoStandIn, failure, holding } from './dynamo';
import { at, context, personal, preTokenEvent, tenantEvent } from './events';

const folder = mkdtempSync(join(tmpdir(), 'hooks-test-'));
const store = new DynamoStandIn();
let endpoint = '';
beforeAll(async () => {
  for (const { name, zipPath } of bundle(folder))
    writeFileSync(join(folder, `${name}.js`), unzipSync(readFileSync(zipPath))['index.js'] as Uint8Array);
  endpoint = await store.start();
});
afterAll(async () => {
  await store.stop();
  rmSync(folder, { recursive: true });
});

/** Runs the very file of the zip in plain Node, with the variables that Lambda sets and `env`. */
async function run(name: string, event: unknown, env: Record<string, string>) {
  const script = `const { handler } = require(${JSON.stringify(join(folder, `${name}.js`))});
    handler(${JSON.stringify(event)}, ${JSON.stringify(context)}).then(
      (answer) => console.log(JSON.stringify({ answer })),
      (error) => console.log(JSON.stringify({ error: error.message })));`;
  const child = spawn(process.execPath, ['-e', script], {
    cwd: folder,
    env: {
      AWS_REGION: 'eu-central-1',
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'planted-secret-key',
      AWS_SESSION_TOKEN: 'planted-session-token',
      AWS_ENDPOINT_URL: endpoint,
      ...env,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk;
    });
  const code = await new Promise((resolve) => child.on('close', resolve));
  const lines = output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const last = lines.find((line) => 'answer' in line || ('error' in line && !('level' in line)));
  return { code, output, last, log: lines.filter((line) => 'level' in line) };
}

const tables = { TENANT_USERS_TABLE: 'users', TENANT_REGISTRY_TABLE: 'registry' };
const granted: Answer = holding({
  users: [{ user_id: personal.sub, tenant_id: 'acme' }],
  registry: [
    { tenant_id: 'acme', region: 'eu-central-1', status: 'active', user_pool_id: 'eu-central-1_Acme01' },
  ],
});
const accessClaims =
  'answer.response.claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride';

describe('the zips, in plain Node', () => {
  it('tenant-hook reads the store with the credentials of the environment and grants', async () => {
    store.answer = granted;
    const { last, log } = await run(tenantHook.name, tenantEvent(), tables);
    expect(at(last, accessClaims)).toEqual({ tenant_id: 'acme' });
    expect(log).toEqual([]);
  });

  it('tenant-hook refuses when the store fails, and logs nothing personal or secret', async () => {
    store.answer = failure(400, 'ValidationException', personal.email);
    const { last, log, output } = await run(tenantHook.name, tenantEvent(), tables);
    expect(last).toEqual({ error: 'access denied' });
    expect(log).toEqual([
      expect.objectContaining({ reason: 'store-unavailable', error: 'ValidationException', status: 400 }),
    ]);
    for (const value of [...Object.values(personal), 'planted-secret-key', 'planted-session-token'])
      expect(output).not.toContain(value);
  });

  it('tenant-hook refuses without credentials', async () => {
    store.answer = granted;
    const { last, log } = await run(tenantHook.name, tenantEvent(), { ...tables, AWS_ACCESS_KEY_ID: '' });
    expect(last).toEqual({ error: 'access denied' });
    expect(log).toEqual([
      expect.objectContaining({ reason: 'store-unavailable', error: 'CredentialsProviderError' }),
    ]);
  });

  it('tenant-hook does not load without its variables', async () => {
    const { code, last, log } = await run(tenantHook.name, tenantEvent(), {
      TENANT_USERS_TABLE: tables.TENANT_USERS_TABLE,
    });
    expect(code).toBe(1);
    expect(last).toBeUndefined();
    expect(log).toEqual([
      expect.objectContaining({ reason: 'misconfigured', missing: ['TENANT_REGISTRY_TABLE'] }),
    ]);
  });

  it('customer-hook grants roles and customer_id', async () => {
    const { last } = await run(customerHook.name, preTokenEvent({}, ['premium', 'buyer']), {});
    expect(at(last, accessClaims)).toEqual({ customer_id: personal.sub, roles: ['buyer', 'premium'] });
  });

  it.each([[tenantHook.name], [customerHook.name]])('%s refuses a malformed event', async (name) => {
    const { last, log } = await run(name, { version: '2' }, tables);
    expect(last).toEqual({ error: 'access denied' });
    expect(log).toEqual([expect.objectContaining({ reason: 'malformed-event', path: 'triggerSource' })]);
  });
});
