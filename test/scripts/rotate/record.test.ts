import { thisRunner } from '../../../scripts/cli/runner';
import type { Entry } from '../../../scripts/ledger/line';
import { readRotation, rotationKey, whyClaimed, withClaim } from '../../../scripts/rotate/record';
import { memoryStore } from '../memory-store';

const key = rotationKey('client-secret', 'eu-central-1', 'prod-machine/billing');
const claim = (run: string, runner = thisRunner()) => ({ run, runner, since: '2026-11-24T10:00:00.000Z' });
const last = { at: '2026-11-24T10:00:00.000Z', by: 'arn', run: 'a', proof: 'token' };

function claiming(store = memoryStore(), why: string | undefined = undefined) {
  return {
    store,
    options: (run: string) => ({
      store,
      key,
      name: 'billing',
      mine: claim(run),
      resume: (id: string) => `--resume ${id}`,
      whyHeld: async () => why,
    }),
  };
}

test('a secret is held while it is worked on, and afterwards its record says how it was rotated', async () => {
  const { store, options } = claiming();
  await withClaim(options('a'), async (rotated) => {
    expect(await readRotation(store, key)).toMatchObject({ claim: { run: 'a' } });
    rotated(last);
  });
  expect(await readRotation(store, key)).toEqual({ version: 1, last });
  // Nothing new is known if nothing was rotated.
  await withClaim(options('b'), async () => {});
  expect(await readRotation(store, key)).toEqual({ version: 1, last });
});

test('what was rotated before a failure is recorded, too, and the first error is reported', async () => {
  const { store, options } = claiming();
  const work = withClaim(options('a'), async (rotated) => {
    rotated(last);
    store.beforeWrite = () => {
      throw new Error('no bucket');
    };
    throw new Error('no pool');
  });
  await expect(work).rejects.toThrow('no pool');
  store.beforeWrite = () => {};
  await expect(
    withClaim(options('a'), async (rotated) => {
      rotated(last);
      throw new Error('no pool');
    }),
  ).rejects.toThrow('no pool');
  expect(await readRotation(store, key)).toEqual({ version: 1, last });
});

test('the holder is named, with how to continue in its place', async () => {
  const { store, options } = claiming();
  await store.write(key, JSON.stringify({ version: 1, claim: claim('other') }), undefined);
  const work = jest.fn();
  await expect(
    withClaim({ ...options('a'), whyHeld: async () => 'ada is at it' }, work),
  ).rejects.toMatchObject({
    message: 'billing is being rotated by someone else: ada is at it',
    remedy: expect.stringContaining('--resume other'),
  });
  expect(work).not.toHaveBeenCalled();
  expect(await readRotation(store, key)).toMatchObject({ claim: { run: 'other' } });
});

test('of two simultaneous claims, one gets it, and a claim that was taken over stays with the new holder', async () => {
  const { store, options } = claiming();
  let first = true;
  store.beforeWrite = () => {
    if (!first) return;
    first = false;
    store.objects.set(key, { text: JSON.stringify({ version: 1, claim: claim('quick') }), etag: '"0"' });
  };
  const why = async ({ run }: { run: string }) => (run === 'quick' ? 'it was quicker' : undefined);
  await expect(withClaim({ ...options('slow'), whyHeld: why }, async () => {})).rejects.toThrow(
    'it was quicker',
  );
  store.objects.clear();
  const { read } = store;
  store.read = async (asked) => {
    const found = await read(asked);
    store.read = read;
    store.objects.set(key, { text: JSON.stringify({ version: 1, claim: claim('quick') }), etag: '"1"' });
    return found;
  };
  await expect(withClaim({ ...options('slow'), whyHeld: why }, async () => {})).rejects.toThrow(
    'it was quicker',
  );
  store.objects.clear();
  await withClaim(options('a'), async () => {
    store.objects.set(key, { text: JSON.stringify({ version: 1, claim: claim('b') }), etag: '"9"' });
  });
  expect(await readRotation(store, key)).toMatchObject({ claim: { run: 'b' } });
});

const lines = (...types: [Entry['type'], object?][]): Entry[] =>
  types.map(([type, data = {}], index) => ({ seq: index + 1, at: '', type, data: data as Entry['data'] }));
const elsewhere = { ...thisRunner(), host: 'elsewhere' };
const gone = { ...thisRunner(), identity: thisRunner().identity.replace(/\d+$/, '1') };

test.each<[string, ReturnType<typeof claim>, Entry[] | undefined, boolean]>([
  ['a process that is there', claim('other'), lines(['run']), true],
  ['a machine that cannot be asked', claim('other', elsewhere), lines(['run'], ['resume']), true],
  ['a machine whose ledger is missing', claim('other', elsewhere), undefined, true],
  ['a process of this machine that is gone', claim('other', gone), lines(['run']), false],
  ['a run that has ended', claim('other', elsewhere), lines(['run'], ['close']), false],
  [
    'a run that another one has taken over',
    claim('other', elsewhere),
    lines(['run'], ['resume', { by: 'x' }]),
    false,
  ],
  ['the same run, continued', claim('mine', elsewhere), lines(['run']), false],
])('a claim of %s', async (_, held, entries, stays) => {
  const why = await whyClaimed(held, 'mine', async () => entries);
  expect(why !== undefined).toBe(stays);
  if (stays) expect(why).toContain('since 2026-11-24');
});
