import fc from 'fast-check';
import type { Attempt } from '../../../scripts/rollout/attempt';
import { missingAfter } from '../../../scripts/rollout/missing';
import type { ApplyStream } from '../../../scripts/terraform/apply-stream';
import type { Change } from '../../../scripts/terraform/changes';

const attempt = (
  changes: Change[],
  { created = {}, stream }: { created?: Record<string, string>; stream?: Partial<ApplyStream> } = {},
): Attempt => ({
  run: 'r',
  intent: {} as Attempt['intent'],
  planned: { plan: 'p', state: null, changes },
  created: new Map(Object.entries(created)),
  stream: stream && {
    begun: new Set(),
    created: new Map(),
    refused: new Set(),
    finished: false,
    torn: false,
    ...stream,
  },
});
const create = (...addresses: string[]): Change[] =>
  addresses.map((address) => ({ address, action: 'create' }));
const configured = new Set(['a', 'b', 'c', 'd']);
const state = (ids: Record<string, string> = {}) => new Map(Object.entries(ids));

test('planned resources that are in no state are looked for; those in the state are not', () => {
  const { addresses, unnamed } = missingAfter(
    [attempt(create('a', 'b', 'c'))],
    configured,
    state({ b: '1' }),
  );
  expect([addresses, unnamed]).toEqual([['a', 'c'], []]);
});

test("if Terraform's messages are known, only what it began and AWS did not refuse", () => {
  const stream = { begun: new Set(['a', 'b']), refused: new Set(['b']) };
  expect(missingAfter([attempt(create('a', 'b', 'c'), { stream })], configured, state()).addresses).toEqual([
    'a',
  ]);
});

test("if Terraform's messages are torn, as on a full disk, everything that was planned", () => {
  const stream = { begun: new Set(['a']), torn: true };
  expect(missingAfter([attempt(create('a', 'b'), { stream })], configured, state()).addresses).toEqual([
    'a',
    'b',
  ]);
});

test('an attempt interrupted before its plan created nothing; an unknown one may have created anything', () => {
  const unplanned = { ...attempt([]), planned: undefined };
  expect(missingAfter([unplanned], configured, state()).addresses).toEqual([]);
  expect(missingAfter([undefined], configured, state({ a: '1' })).addresses).toEqual(['b', 'c', 'd']);
});

test('what was to be imported is looked for again', () => {
  const stream = { begun: new Set<string>() };
  const imports: Change[] = [{ address: 'a', action: 'import' }];
  expect(missingAfter([attempt(imports, { stream })], configured, state()).addresses).toEqual(['a']);
});

test('what was to be imported and changed at once, such as a half-created resource, is looked for again', () => {
  const stream = { begun: new Set<string>() };
  const planned = [{ address: 'a', action: 'update', imported: true } as const];
  expect(missingAfter([attempt(planned, { stream })], configured, state()).addresses).toEqual(['a']);
});

test('a replacement that was created while the state still has the old resource', () => {
  const changes: Change[] = [{ address: 'a', action: 'replace' }];
  const made = attempt(changes, { created: { a: 'new' } });
  expect(missingAfter([made], configured, state({ a: 'old' }))).toMatchObject({
    addresses: ['a'],
    replaced: ['a'],
  });
  expect(missingAfter([made], configured, state({ a: 'new' }))).toMatchObject({
    addresses: [],
    replaced: [],
  });
  expect(missingAfter([attempt(changes)], configured, state({ a: 'old' })).addresses).toEqual([]);
});

test('what is no longer in the configuration is listed separately', () => {
  const { addresses, unnamed } = missingAfter([attempt(create('a', 'gone'))], configured, state());
  expect([addresses, unnamed]).toEqual([['a'], ['gone']]);
});

test('only what was created since the last plan: before that plan, everything was looked for', () => {
  const made = { stream: { begun: new Set(['a', 'gone']) } };
  const first = attempt(create('a', 'gone'), made);
  // Both were saved, and the second attempt has removed one of them.
  const second = attempt([{ address: 'gone', action: 'delete' }, ...create('b')], {
    stream: { begun: new Set(['b']) },
  });
  const after = (...attempts: (Attempt | undefined)[]) =>
    missingAfter(attempts, configured, state({ a: '1' }));
  expect(after(first, second)).toMatchObject({ addresses: ['b'], unnamed: [] });
  expect(after(first)).toMatchObject({ addresses: [], unnamed: ['gone'] });
  expect(after(undefined, second).addresses).toEqual(['b']);
  expect(after(second, undefined).addresses).toEqual(['b', 'c', 'd']);
});

test('nothing is looked for that any state has, and nothing begun is left out', () => {
  const some = fc.subarray(['a', 'b', 'c', 'd']);
  fc.assert(
    fc.property(some, some, some, some, (planned, begun, refused, known) => {
      const stream = { begun: new Set(begun), refused: new Set(refused) };
      const { addresses } = missingAfter(
        [attempt(create(...planned), { stream })],
        configured,
        state(Object.fromEntries(known.map((address) => [address, 'x']))),
      );
      const lost = planned.filter((a) => begun.includes(a) && !refused.includes(a) && !known.includes(a));
      expect(addresses).toEqual(lost.sort());
    }),
  );
});
