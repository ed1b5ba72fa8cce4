import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import dev from '../../environments/dev';
import { root as project } from './measure';

const cellSize = 100;
const cell = (index: number) => `cell-${String(index + 1).padStart(2, '0')}`;

/** One environment with cells of a hundred tenants each; every tenant is in all of its regions, or in the first. */
export function writeFleet(root: string, tenants: number, regions: readonly string[] = dev.regions): void {
  const folder = join(root, 'environments/dev/tenants');
  mkdirSync(folder, { recursive: true });
  for (const file of ['tenant.schema.json', 'service.schema.json'])
    copyFileSync(join(project, 'environments', file), join(root, 'environments', file));
  const template = dev.cells['cell-01'];
  const cells = Object.fromEntries(
    Array.from({ length: Math.ceil(tenants / cellSize) }, (_, index) => [
      cell(index),
      { ...template, regions, capacity: cellSize },
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
      cells: Object.fromEntries(regions.map((region) => [region, placed])),
      callbackUrls: [`https://${id}.example.com/signed-in`],
      logoutUrls: [`https://${id}.example.com/`],
      groups: ['admins', 'viewers'],
    };
    writeFileSync(join(folder, `${id}.json`), `${JSON.stringify(tenant, null, 2)}\n`);
  }
}
