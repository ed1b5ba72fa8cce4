import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { terraformEnvironment } from '../../../scripts/terraform/environment';
import { startLocal } from './harness';

const fixture = resolve(__dirname, '../../fixtures/terraform/cognito');

let local: Awaited<ReturnType<typeof startLocal>>;
let folder: string;
let run: (...args: string[]) => Promise<{ status: number | null; text: string }>;

beforeAll(async () => {
  local = await startLocal();
  folder = mkdtempSync(join(tmpdir(), 'cognito-terraform-'));
  cpSync(fixture, join(folder, 'stack'), { recursive: true });
  const { tool, env } = terraformEnvironment(
    { state: join(folder, 'state'), cache: join(folder, 'cache') },
    process.env,
  );
  // Not spawnSync: the local AWS lives in this very process.
  run = (...args) =>
    new Promise((resolve, reject) => {
      const terraform = spawn(tool.path, [...args, '-no-color'], {
        cwd: join(folder, 'stack'),
        env: {
          ...env,
          AWS_ENDPOINT_URL: local.aws.endpoint,
          AWS_ACCESS_KEY_ID: 'test',
          AWS_SECRET_ACCESS_KEY: 'test',
        },
      });
      let text = '';
      const collect = (chunk: Buffer) => {
        text += chunk;
      };
      terraform.stdout.on('data', collect);
      terraform.stderr.on('data', collect);
      terraform.on('error', reject);
      terraform.on('close', (status) => resolve({ status, text }));
    });
});
afterAll(async () => {
  await local.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** `terraform plan` ends with 0 when there is nothing to change, with 2 when there is. */
async function expectNoChanges(...variables: string[]) {
  const { status, text } = await run('plan', '-detailed-exitcode', ...variables);
  expect(`${status}\n${status === 0 ? '' : text}`).toBe('0\n');
}

async function apply(...variables: string[]) {
  const { status, text } = await run('apply', '-auto-approve', ...variables);
  expect(`${status}\n${status === 0 ? '' : text}`).toBe('0\n');
  return text;
}

test('every option applies, stays, changes in place, and goes', async () => {
  expect((await run('init')).status).toBe(0);
  await apply();
  await expectNoChanges();

  const longer = ['-var', 'minimum_length=16'];
  expect(await apply(...longer)).toContain('0 added, 4 changed, 0 destroyed');
  await expectNoChanges(...longer);

  const refused = await run('destroy', '-auto-approve', ...longer);
  expect(refused.status).toBe(1);
  expect(refused.text).toMatch(/InvalidParameterException: The user pool cannot be deleted because deletion/);

  const open = [...longer, '-var', 'protection=INACTIVE'];
  await apply(...open);
  const { status, text } = await run('destroy', '-auto-approve', ...open);
  expect(`${status}\n${status === 0 ? '' : text}`).toBe('0\n');
});
