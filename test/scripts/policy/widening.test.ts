import { compareStores } from '../../../scripts/policy/compare';
import { changeOf } from '../../../scripts/policy/difference';
import { policyDir } from '../../../stacks/policies/cedar';
import { goldenDecisions } from '../../../stacks/policies/decisions';
import { edited, wideningEdits } from './edits';

const options = { samples: 80, examples: 1 };

test.each(wideningEdits)('of the kind $kind: $name', (edit) => {
  const { before, after } = edited(edit);
  const golden = goldenDecisions(policyDir(edit.kind));
  const there = compareStores({ content: before, golden }, { content: after, golden }, options);
  expect(there.widens).toBe('yes');
  const examples = there.environments.flatMap(({ sampled }) => sampled?.examples ?? []);
  expect(examples.filter((asked) => changeOf(asked) === 'newly allowed')).not.toEqual([]);
  for (const { proof } of there.environments) expect(proof).not.toBe('only narrower');
});

test('the same edit in reverse narrows, and is reported as such', () => {
  const [edit] = wideningEdits.filter(({ policy }) => policy === 'tenant-isolation');
  if (!edit) throw new Error('no edit of the isolation');
  const { before, after } = edited(edit);
  const back = compareStores({ content: after, golden: [] }, { content: before, golden: [] }, options);
  expect(back.widens).toBe('no');
  expect(back.environments.map(({ proof }) => proof)).toEqual(back.environments.map(() => 'only narrower'));
  expect(back.environments.every(({ sampled }) => (sampled?.newlyDenied ?? 0) > 0)).toBe(true);
});

test('two runs give the same result', () => {
  const [edit] = wideningEdits;
  if (!edit) throw new Error('no edits');
  const { before, after } = edited(edit);
  const run = () => compareStores({ content: before, golden: [] }, { content: after, golden: [] }, options);
  expect(run()).toEqual(run());
});

test('an example is no longer than necessary', () => {
  const [edit] = wideningEdits.filter(({ policy }) => policy === 'four-eyes');
  if (!edit) throw new Error('no edit of four eyes');
  const { before, after } = edited(edit);
  const { environments } = compareStores(
    { content: before, golden: [] },
    { content: after, golden: [] },
    options,
  );
  const [example] = environments.flatMap(({ sampled }) => sampled?.examples ?? []);
  expect(Object.keys(example?.request.context ?? {})).toEqual(['token']);
  expect(example?.request.context.token).toEqual({ tenant_id: expect.any(String) });
  expect(example?.before).toMatchObject({ decision: 'DENY', by: ['four-eyes'] });
});
