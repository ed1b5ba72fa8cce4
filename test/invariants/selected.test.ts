import { placementOf } from '../../environments/placement';
import { writeStacks } from '../../main';
import { filesOf, hashesOf, inTemporaryFolder, realEnvironment, realEnvironments } from './fleet';

// A command builds only the stacks that it needs: with exactly the bytes of a full synthesis.

const dev = realEnvironment('dev');

/** Files of some stacks, by path. */
const written = (ids: readonly string[], files: ReadonlyMap<string, Buffer>) =>
  new Map([...hashesOf(files)].filter(([path]) => ids.includes(path.split('/')[1] ?? '')));

test('stacks that are built alone have the same bytes as when all environments are built together', () => {
  inTemporaryFolder((whole) =>
    inTemporaryFolder((part) => {
      writeStacks(realEnvironments, whole);
      const selected = placementOf(dev)
        .filter(({ kind }) => ['data', 'cell', 'edge'].includes(kind))
        .map(({ id }) => id);
      expect(writeStacks([dev], part, { selected: new Set(selected) }).sort()).toEqual(selected);
      const alone = written(selected, filesOf(part));
      expect(alone.size).toBeGreaterThan(selected.length);
      expect(alone).toEqual(written(selected, filesOf(whole)));
    }),
  );
});

test('a stack that the placement does not know is an error, not skipped', () => {
  inTemporaryFolder((outdir) => {
    const selected = new Set(['dev-cells-a-eu-central-1-data', 'dev-cells-a-eu-central-1-ledger']);
    expect(() => writeStacks([dev], outdir, { selected })).toThrow('dev-cells-a-eu-central-1-ledger');
  });
});

test('an emptied stack contains a backend and a provider, and nothing else', () => {
  inTemporaryFolder((outdir) => {
    const gone = {
      id: 'dev-cells-a-us-east-1-cell-02',
      account: 'cells-a',
      region: 'us-east-1',
      stack: 'cell-02',
    };
    expect(writeStacks([dev], outdir, { selected: new Set([gone.id]), emptied: [gone] })).toEqual([gone.id]);
    const { resource, terraform } = JSON.parse(String(filesOf(outdir).get(`stacks/${gone.id}/cdk.tf.json`)));
    expect(resource).toBeUndefined();
    expect(terraform.backend.s3.key).toBe('us-east-1/cell-02/terraform.tfstate');
  });
});
