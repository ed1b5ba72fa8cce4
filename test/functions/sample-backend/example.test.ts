import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { edgeForTests, pools, tables } from '../authorizer/edge';

const world = edgeForTests();
const root = join(__dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'example-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The guide's backend, running; its only network is loopback. */
async function example() {
  const { keysAt } = world.edge;
  const [, code = ''] =
    /```ts\n([\s\S]+?)```/.exec(readFileSync(join(root, 'docs/authorizer.md'), 'utf8')) ?? [];
  const file = join(folder, 'backend.ts');
  writeFileSync(file, code.replaceAll("'./functions/", `'${root}/functions/`));
  writeFileSync(join(folder, 'authority.pem'), keysAt.certificate);
  const routes = [{ hosts: 'cognito-idp.eu-central-1.amazonaws.com', port: keysAt.port }];
  writeFileSync(
    join(folder, 'confine.cjs'),
    `require('${root}/local/lambda/network.cjs').confine(${JSON.stringify(routes)});`,
  );
  const child = spawn(
    process.execPath,
    ['--require', join(root, 'bin/typescript.js'), '--require', join(folder, 'confine.cjs'), file],
    {
      cwd: root,
      env: {
        ...process.env,
        NODE_EXTRA_CA_CERTS: join(folder, 'authority.pem'),
        FLOW_REGISTRY_TABLE: tables.flows,
        TENANT_REGISTRY_TABLE: tables.tenants,
        SERVICES_TABLE: tables.services,
        PORT: '0',
      },
    },
  );
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += chunk;
  });
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => resolve(/port: (\d+)/.exec(String(chunk))?.[1] ?? ''));
    child.on('close', () => reject(new Error(errors)));
  });
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

it("the guide's backend gives a tenant its own records, and does not trust a header alone", async () => {
  const { edge } = world;
  edge.clock.now = new Date();
  const { url, stop } = await example();
  try {
    const authorization = `Bearer ${await edge.tokenOf('acme')}`;
    const ask = (payment: string, more: Record<string, string> = {}) =>
      fetch(`${url}/tenants/acme/payments/${payment}`, {
        headers: {
          authorization,
          'x-fleet-flow': 'tenant',
          'x-fleet-tenant': 'acme',
          'x-fleet-principal': `${pools.acme}|s1`,
          ...more,
        },
      });
    const own = await ask('p1');
    expect(own.status).toBe(200);
    expect(await own.json()).toEqual({ tenantId: 'acme', amount: 1000 });
    expect((await ask('p2')).status).toBe(403);
    expect((await ask('p2', { 'x-fleet-tenant': 'globex' })).status).toBe(403);
    expect((await ask('p1', { authorization: 'Bearer a.b.c' })).status).toBe(403);
  } finally {
    stop();
  }
});
