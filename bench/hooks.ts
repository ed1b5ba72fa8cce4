/**
 * What a hook costs apart from its store: decisions per second, and how much more CPU Node needs to start with each
 * bundle than with an empty file. The runs alternate and the result is a ratio, so that it holds on any machine.
 * Run it with `node --require ./bin/typescript.js bench/hooks.ts`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compile } from '../functions/bundle';
import { catalogue } from '../functions/catalogue';
import { decide as decideCustomer, recordOf } from '../functions/customer-hook/decide';
import { decide as decideInternal } from '../functions/internal-hook/decide';
import { decide as decideMachine } from '../functions/machine-hook/decide';
import { decide as decideTenant } from '../functions/tenant-hook/decide';
import { usageOf } from './support/measure';
import { check } from './support/ratios';

const decisions = 1_000_000;
const starts = 15;

/** Many users, so that V8 cannot optimise the decision away. */
const users = Array.from({ length: 256 }, (_, index) => {
  const userId = `user-${index}`;
  const tenantId = `tenant-${index % 16}`;
  const region = 'eu-central-1';
  const userPoolId = `${region}_Pool${index % 16}`;
  const registration = { tenantId, region, userPoolId, status: 'active' as const };
  return {
    claimant: { userId, tenantId, userPoolId, region },
    records: { mapping: { userId, tenantId }, registration },
    roles: ['premium', `buyer-${index % 7}`, 'seller', `region-${index % 3}`, 'early-adopter'],
  };
});
type User = (typeof users)[number];

/** `size` reads the decision, so that it has to be computed. */
function perSecond(size: (user: User) => number): number {
  let sum = 0;
  const run = (times: number) => {
    for (let index = 0; index < times; index++) sum += size(users[index % users.length] as User);
  };
  run(decisions / 10); // Warm-up.
  const start = performance.now();
  run(decisions);
  const seconds = (performance.now() - start) / 1000;
  if (sum === 0) throw new Error('no decision was made');
  return decisions / seconds;
}

const rates: Record<string, (user: User) => number> = {
  tenant: ({ claimant, records }) => decideTenant(claimant, records).tenant_id.length,
  'customer with 5 roles': ({ claimant, roles }) =>
    decideCustomer(claimant.userId, recordOf([{ status: 'active', roles }])).roles.length,
  'internal with 5 groups and 5 permissions': ({ claimant: { userId }, roles }) =>
    decideInternal(userId, {
      oktaUser: userId,
      status: 'active',
      department: 'sales',
      groups: roles,
      permissions: roles,
    }).groups.length,
  'machine with 5 operations': ({ claimant: { userId, userPoolId }, roles }) =>
    decideMachine(
      { clientId: userId, userPoolId },
      {
        clientId: userId,
        userPoolId,
        serviceId: 'billing',
        tier: 'gold',
        status: 'active',
        allowedOps: roles,
        rateLimit: 50,
      },
    ).allowed_ops.length,
};
for (const [name, size] of Object.entries(rates))
  console.log(`${name}: ${Math.round(perSecond(size)).toLocaleString('en')} decisions a second`);

/** A value for each variable that any function asks for. */
const numbers: Record<string, string> = { DATABASE_PORT: '5432', ALLOW_SECONDS: '60', DENY_SECONDS: '5' };
const variables = Object.fromEntries(
  catalogue.flatMap(({ environment }) => environment.map((name) => [name, numbers[name] ?? 'x'])),
);

/** Milliseconds of CPU from the start of a Node process to its end, with one file loaded. */
const startOf = (file: string): number =>
  usageOf([file], { AWS_REGION: 'eu-central-1', LAMBDA_TASK_ROOT: folder, ...variables }).seconds * 1000;

const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] as number;

const folder = mkdtempSync(join(tmpdir(), 'hooks-bench-'));
try {
  const files = new Map<string, { path: string; bytes: number; times: number[] }>();
  const add = (name: string, code: Uint8Array) => {
    const path = join(folder, `${name}.js`);
    writeFileSync(path, code);
    files.set(name, { path, bytes: code.length, times: [] });
  };
  add('empty', new Uint8Array());
  writeFileSync(join(folder, 'routes.json'), '[]');
  for (const { name } of catalogue) add(name, compile(name).code);

  for (let round = 0; round < starts; round++)
    for (const { path, times } of files.values()) times.push(startOf(path));

  const empty = median(files.get('empty')?.times ?? []);
  for (const [name, { bytes, times }] of files)
    console.log(
      `${name}: ${bytes} bytes, starts in ${median(times).toFixed(0)} ms of CPU, ${(median(times) / empty).toFixed(2)} times an empty file`,
    );
  const slowest = Math.max(...[...files.values()].map(({ times }) => median(times)));
  check('start of a function to an empty file', slowest / empty);
} finally {
  rmSync(folder, { recursive: true });
}
