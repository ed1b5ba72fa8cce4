import { createHash } from 'node:crypto';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeManifest, writeSummary } from '../../../scripts/rollout/plan-set';
import { tempFolder } from '../temp';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

test('a plan set is sealed by the hashes of its files, and only its owner may read it', () => {
  const folder = tempFolder();
  const out = join(folder, 'cdktf.out');
  mkdirSync(join(out, 'stacks', 'one'), { recursive: true });
  writeFileSync(join(out, 'stacks', 'one', 'cdk.tf.json'), 'configuration');
  writeFileSync(join(folder, 'one.tfplan'), 'plan');
  const counts = { create: 1, update: 0, replace: 0, delete: 0 };
  const summary = { stack: 'one', bootstrapped: false, changed: true, counts, changes: [] };
  writeSummary(folder, summary);
  const facts = {
    environment: 'dev',
    createdAt: '2026-11-24T00:00:00.000Z',
    revision: null,
    tool: { kind: 'terraform', version: '1.11.4' } as const,
  };
  expect(writeManifest(folder, facts, [summary], out)).toEqual({
    version: 1,
    ...facts,
    stacks: {
      one: {
        plan: sha256('plan'),
        summary: sha256(`${JSON.stringify(summary, null, 2)}\n`),
        configuration: sha256('configuration'),
        bootstrapped: false,
      },
    },
  });
  for (const file of ['one.tfplan', 'one.json', 'manifest.json'])
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});
