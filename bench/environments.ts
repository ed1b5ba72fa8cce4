/**
 * How loading and checking grow with the number of tenants: milliseconds a tenant for 100, 1,000 and
 * 5,000 tenants, and their ratio, which stays near 1 as long as nothing is quadratic.
 * Run it with `npx tsx bench/environments.ts`.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import dev from '../environments/dev';
import { loadEnvironments } from '../environments/load';

const cellSize = 100;
const rounds = 5;

const cell = (index: number) => `cell-${String(index + 1).padStart(2, '0')}`;

/** One environment with cells of a hundred tenants each. */
function writeFleet(root: string, tenants: number): void {
  const folder = join(root, 'environments/dev/tenants');
  mkdirSync(folder, { recursive: true });
  const template = dev.cells['cell-01'];
  const cells = Object.fromEntries(
    Array.from({ length: Math.ceil(tenants / cellSize) }, (_, index) => [
      cell(index),
      { ...template, capacity: cellSize },
    ]),
  );
  const accounts = { ...dev.accounts, 'cells-a': { ...dev.accounts['cells-a'], userPoolQuota: 10_000 } };
  writeFileSync(
    join(root, 'environments/dev.ts'),
    `export default ${JSON.stringify({ ...dev, accounts, cells })};\n`,
  );
  for (let index = 0; index < tenants; index++) {
    const id = `tenant-${index}`;
    const placed = cell(Math.floor(index / cellSize));
    const tenant = {
      $schema: '../../tenant.schema.json',
      id,
      name: `Tenant ${index}`,
      status: 'active',
      cells: Object.fromEntries(dev.regions.map((region) => [region, placed])),
      callbackUrls: [`https://${id}.example.com/signed-in`],
      logoutUrls: [`https://${id}.example.com/`],
      groups: ['admins', 'viewers'],
    };
    writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(tenant, null, 2)}\n`);
  }
}

/** Best of several rounds, in milliseconds a tenant. */
function measure(tenants: number): number {
  const root = mkdtempSync(join(tmpdir(), 'fleet-bench-'));
  try {
    writeFleet(root, tenants);
    const times = Array.from({ length: rounds }, () => {
      const start = performance.now();
      const { environments, problems } = loadEnvironments(root);
      if (problems.length > 0 || environments[0]?.tenants.length !== tenants)
        throw new Error(`the generated fleet is not valid: ${JSON.stringify(problems[0])}`);
      return performance.now() - start;
    });
    return Math.min(...times) / tenants;
  } finally {
    rmSync(root, { recursive: true });
  }
}

const sizes = [100, 1000, 5000];
measure(sizes[0] as number); // Warm-up: compiles what the measured rounds use.
const results = sizes.map((tenants) => ({ tenants, each: measure(tenants) }));
const base = results[0]?.each ?? Number.NaN;
for (const { tenants, each } of results)
  console.log(
    `${String(tenants).padStart(5)} tenants: ${each.toFixed(3)} ms a tenant, ${(each * tenants).toFixed(0)} ms in all, ratio ${(each / base).toFixed(2)}`,
  );
