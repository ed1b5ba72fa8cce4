import { fenceRun } from '../../../scripts/ledger/fence';
import { beginLedger } from '../../../scripts/ledger/ledger';
import { parseLedger } from '../../../scripts/ledger/line';
import { remoteLedger } from '../../../scripts/ledger/remote';
import { attempt } from '../../../scripts/ledger/steps';
import { summaryOf } from '../../../scripts/ledger/summary';
import { memoryStore } from '../memory-store';
import { tempFolder } from '../temp';

async function running(run: string) {
  const store = memoryStore();
  const ledger = beginLedger(tempFolder(), run, { command: 'rollout', board: 'b' });
  const remote = remoteLedger(store, run);
  await ledger.connect(remote);
  const entries = async () => {
    const { entries: all, broken, torn } = parseLedger(await remote.text());
    expect([broken, torn]).toEqual([undefined, undefined]);
    return all;
  };
  return { store, ledger, entries };
}

test('a run whose ledger is fenced stops at its next line, and does nothing more', async () => {
  const { store, ledger, entries } = await running('r');
  let applied = false;
  const work = attempt(ledger, 'dev-x', {}, async (note) => {
    await fenceRun(store, 'r', 'other');
    note({ planned: {} });
    await ledger.settled();
    applied = true;
    return {};
  });
  await expect(work).rejects.toThrow('another machine has continued run r');
  await expect(attempt(ledger, 'dev-y', {}, async () => ({}))).rejects.toThrow(
    'another machine has continued',
  );
  expect(applied).toBe(false);
  expect((await entries()).map(({ type, step }) => [type, step])).toEqual([
    ['run', undefined],
    ['begin', 'dev-x'],
    ['resume', undefined],
  ]);
  expect(summaryOf(await entries())).toMatchObject({ board: 'b', outcome: 'taken over by run other' });
});

test('a ledger is fenced once, even while it is being written; a finished one is left as it is', async () => {
  const { store, ledger, entries } = await running('r');
  let quick = 2;
  const meanwhile = {
    ...store,
    async write(key: string, text: string, seen: string | undefined) {
      if (quick-- > 0) await ledger.recordSafely({ type: 'note', step: 'dev-x', data: {} });
      return store.write(key, text, seen);
    },
  };
  await fenceRun(meanwhile, 'r', 'other');
  await fenceRun(store, 'r', 'third');
  expect((await entries()).map(({ type }) => type)).toEqual(['run', 'note', 'note', 'resume']);
  const ended = await running('e');
  await ended.ledger.close('done', () => {});
  await fenceRun(ended.store, 'e', 'other');
  expect((await ended.entries()).at(-1)?.type).toBe('close');
  await fenceRun(store, 'nobody', 'other');
  expect([...store.objects.keys()].filter((key) => key.includes('nobody'))).toEqual([]);
});
