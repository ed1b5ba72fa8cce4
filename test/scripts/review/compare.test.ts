import { compareModels } from '../../../scripts/review/compare';
import { sampleChange, sampleModel, sampleStack } from '../plan-set/sample';

const pool = 'aws_cognito_user_pool.acme_pool';
const mfa = (after: string) =>
  sampleChange(pool, { attributes: [{ path: 'mfa_configuration', before: 'ON', after }] });
const model = (...changes: Parameters<typeof sampleStack>[1] & object) =>
  sampleModel([sampleStack('one', changes)]);

test('two sets that would do the same do not differ', () => {
  expect(compareModels(model(mfa('OFF')), model(mfa('OFF')))).toEqual([]);
});

test.each<[string, ReturnType<typeof sampleModel>, ReturnType<typeof sampleModel>, object[]]>([
  [
    'a value',
    model(mfa('OPTIONAL')),
    model(mfa('OFF')),
    [{ stack: 'one', address: pool, in: 'both', what: 'mfa_configuration differs' }],
  ],
  [
    'an action',
    model(sampleChange(pool)),
    model(sampleChange(pool, { action: 'replace' })),
    [{ in: 'both', what: 'update in the first, replace in the second' }],
  ],
  [
    'an effect',
    model(sampleChange(pool)),
    model(sampleChange(pool, { effects: [{ id: 'mfa-lowered', what: 'x' }] })),
    [{ in: 'both', what: 'effects: none in the first, mfa-lowered in the second' }],
  ],
  ['a change that is gone', model(mfa('OFF')), model(), [{ in: 'first', what: 'update in the first only' }]],
  ['a change that came', model(), model(mfa('OFF')), [{ in: 'second', what: 'update in the second only' }]],
  [
    'a section: drift is no change',
    model(sampleChange(pool)),
    model(sampleChange(pool, { section: 'drift' })),
    [{ in: 'first' }, { in: 'second' }],
  ],
  [
    'a stack',
    model(),
    sampleModel([sampleStack('two')]),
    [
      { stack: 'one', address: '', in: 'first' },
      { stack: 'two', address: '', in: 'second' },
    ],
  ],
])('if %s differs, it is reported', (_, first, second, expected) => {
  const found = compareModels(first, second);
  expect(found).toHaveLength(expected.length);
  expect(found).toEqual(expect.arrayContaining(expected.map((one) => expect.objectContaining(one))));
});
