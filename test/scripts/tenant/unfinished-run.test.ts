import { beginLedger } from '../../../scripts/ledger/ledger';
import { encodeLine, firstSum } from '../../../scripts/ledger/line';
import { unfinishedRun } from '../../../scripts/tenant/unfinished-run';
import { memoryStore } from '../memory-store';
import { tempFolder } from '../temp';

const prefix = 'dev-tenant-bootstrap-acme-';
const run = (day: number, of = prefix) => `${of}2026-11-0${day}T10-15-30-123Z-1f2e3d`;
const quiet = () => {};

describe('the run that a command with steps continues', () => {
  test('is the newest of the same command and tenant, unless it is finished', async () => {
    const state = tempFolder();
    const store = memoryStore();
    expect(await unfinishedRun(state, store, prefix)).toBeUndefined();
    await beginLedger(state, run(1), {}).close('failed', quiet);
    expect(await unfinishedRun(state, store, prefix)).toBe(run(1));
    await beginLedger(state, run(2), {}).close('done', quiet);
    expect(await unfinishedRun(state, store, prefix)).toBeUndefined();
    beginLedger(state, run(3), {});
    expect(await unfinishedRun(state, store, prefix)).toBe(run(3));
  });

  test('may be known only to the bucket, and the bucket may know that it is done', async () => {
    const state = tempFolder();
    const store = memoryStore();
    const first = encodeLine({ seq: 1, at: '2026-11-01T10:15:30.123Z', type: 'run', data: {} }, firstSum);
    const last = {
      seq: 2,
      at: '2026-11-01T10:16:30.123Z',
      type: 'close',
      data: { outcome: 'done' },
    } as const;
    await store.write(`ledger/${run(1)}/000000001.jsonl`, first.line, undefined);
    expect(await unfinishedRun(state, store, prefix)).toBe(run(1));
    await store.write(`ledger/${run(1)}/000000002.jsonl`, encodeLine(last, first.sum).line, undefined);
    expect(await unfinishedRun(state, store, prefix)).toBeUndefined();
  });

  test('is not that of another tenant whose id begins alike', async () => {
    const state = tempFolder();
    beginLedger(state, run(1, 'dev-tenant-bootstrap-acme-eu-'), {});
    expect(await unfinishedRun(state, memoryStore(), prefix)).toBeUndefined();
  });
});
