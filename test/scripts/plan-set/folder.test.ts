import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { planFile, readPlanSet, removePlans, writePlanSet } from '../../../scripts/plan-set/folder';
import { tempFolder } from '../temp';
import { planFacts, sampleModel, sampleStack, stackFacts } from './sample';

function written() {
  const folder = tempFolder();
  writeFileSync(planFile(folder, 'one'), 'plan');
  const model = sampleModel([sampleStack('one')]);
  const facts = planFacts({ stacks: { one: stackFacts() } });
  return { folder, model, facts, manifest: writePlanSet(folder, model, facts) };
}

test('a plan set is read as it was written, and only its owner may read it', () => {
  const { folder, model, facts, manifest } = written();
  expect(readPlanSet(folder)).toEqual({ folder, model, manifest });
  expect(manifest).toMatchObject({ version: 2, environment: 'staging', facts });
  for (const file of ['one.tfplan', 'model.json', 'manifest.json'])
    expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600);
});

const edit = (file: string, change: (text: string) => string) =>
  writeFileSync(file, change(readFileSync(file, 'utf8')));

test.each<[string, (folder: string) => void, RegExp]>([
  ['a plan that was changed', (f) => writeFileSync(planFile(f, 'one'), 'other'), /one\.tfplan is not what/],
  ['a plan that is gone', (f) => rmSync(planFile(f, 'one')), /one\.tfplan is missing/],
  ['a plan that was added', (f) => writeFileSync(planFile(f, 'two'), 'x'), /two\.tfplan does not belong/],
  [
    'a model that was changed',
    (f) => edit(join(f, 'model.json'), (text) => text.replace('canary', 'general')),
    /model\.json is not what/,
  ],
  [
    'a model and its hash that were changed',
    (f) => {
      edit(join(f, 'model.json'), (text) => text.replace('canary', 'general'));
      const { createHash } = jest.requireActual<typeof import('node:crypto')>('node:crypto');
      const hash = createHash('sha256')
        .update(readFileSync(join(f, 'model.json')))
        .digest('hex');
      edit(join(f, 'manifest.json'), (text) => text.replace(/("model\.json": )"\w+"/, `$1"${hash}"`));
    },
    /not the one that manifest\.json names/,
  ],
  [
    'another environment in the manifest',
    (f) => edit(join(f, 'manifest.json'), (text) => text.replace('"staging"', '"prod"')),
    /not the one that manifest\.json names/,
  ],
  [
    'an unlisted model',
    (f) => edit(join(f, 'manifest.json'), (text) => text.replace('"model.json"', '"x.json"')),
    /x\.json is missing[\s\S]*does not name model\.json/,
  ],
  [
    'another version',
    (f) => edit(join(f, 'manifest.json'), (text) => text.replace('"version": 2', '"version": 1')),
    /another version of fleet/,
  ],
  ['a torn manifest', (f) => writeFileSync(join(f, 'manifest.json'), '{'), /cannot be read/],
  ['no manifest', (f) => rmSync(join(f, 'manifest.json')), /is not a plan set: it has no manifest\.json/],
])('%s is refused', (_, tamper, message) => {
  const { folder } = written();
  tamper(folder);
  expect(() => readPlanSet(folder)).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) }),
  );
});

test('plans can be removed, and the masked model stays', () => {
  const { folder } = written();
  removePlans(folder);
  expect(() => statSync(planFile(folder, 'one'))).toThrow('ENOENT');
  expect(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'))).toMatchObject({ version: 1 });
});

test('what a refused rollout leaves behind can be reviewed, but not applied; if it was changed, neither', () => {
  const { folder, model } = written();
  removePlans(folder);
  expect(readPlanSet(folder, { toReview: true })).toMatchObject({ model });
  expect(() => readPlanSet(folder)).toThrow(/one\.tfplan is missing/);
  writeFileSync(planFile(folder, 'one'), 'other');
  expect(() => readPlanSet(folder, { toReview: true })).toThrow(/one\.tfplan is not what/);
  rmSync(planFile(folder, 'one'));
  rmSync(join(folder, 'model.json'));
  expect(() => readPlanSet(folder, { toReview: true })).toThrow(/model\.json is missing/);
});
