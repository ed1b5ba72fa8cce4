import { json } from '../../../local/service';
import { interruption } from '../../../scripts/cli/errors';
import { type ClientHolder, holderName } from '../../../scripts/rotate/client-secret/holder';
import { rotateClient } from '../../../scripts/rotate/client-secret/rotate-client';
import { rotateEach } from '../../../scripts/rotate/rotate-each';
import type { RotationRun } from '../../../scripts/rotate/run';
import { eachInNewWorld } from './client-secret/world';

const of = eachInNewWorld();
const rotateClients = (run: RotationRun, holders: ClientHolder[], say: (line: string) => void = () => {}) =>
  rotateEach(
    run,
    holders,
    {
      nameOf: holderName,
      rotate: (holder) => rotateClient(run, holder, { begin: 'always', soakMinutes: 0 }),
    },
    say,
  );
const outcomes = (ends: { outcome: string }[]) => ends.map(({ outcome }) => outcome);

test('after a failure, the rest of the region is rotated, but no later region begins', async () => {
  const { newRun, holder } = of();
  const nowhere = { ...holder, client: 'unknown' };
  const later = { ...holder, region: 'eu-west-1' };
  const said: string[] = [];
  const ends = await rotateClients(newRun(), [nowhere, holder, later], (line) => said.push(line));
  expect(outcomes(ends)).toEqual(['failed', 'rotated', 'not started']);
  expect(ends[0]).toMatchObject({
    reason: expect.stringContaining('no app client "unknown"'),
    remedy: expect.any(String),
  });
  expect(ends[2]).toMatchObject({ reason: 'something failed in eu-central-1' });
  expect(said).toHaveLength(3);
});

test('a client that someone else is rotating is left alone, and does not hold up the others', async () => {
  const { newRun, holder, bucket, on } = of();
  let held = false;
  on.request = async ({ operation }, answer) => {
    if (operation === 'AddUserPoolClientSecret' && !held) {
      held = true;
      const other = await rotateClients(newRun(), [holder]);
      expect(other).toMatchObject([
        {
          outcome: 'held',
          reason: expect.stringContaining('someone else'),
          remedy: expect.stringContaining('--resume'),
        },
      ]);
    }
    return answer();
  };
  expect(outcomes(await rotateClients(newRun(), [holder]))).toEqual(['rotated']);
  const [[key, record] = []] = [...bucket.objects];
  expect(held).toBe(true);
  await bucket.write(
    key ?? '',
    JSON.stringify({
      version: 1,
      claim: { run: 'x', runner: { ...newRun().runner, host: 'y' }, since: 'z' },
    }),
    record?.etag,
  );
  const later = { ...holder, region: 'eu-west-1' };
  // The world has one region; the second is reached and fails because its pool has no client, or is not reached at all.
  expect(outcomes(await rotateClients(newRun(), [holder, later]))).toEqual(['held', 'rotated']);
});

test('an interrupt while it waits for a proof counts as an interruption, not as a failure', async () => {
  const world = of();
  const { newRun, holder, call } = world;
  world.on.request = async ({ operation, body }, answer) => {
    const pending = operation === 'token' ? await world.read('AWSPENDING') : undefined;
    return pending && body.includes(pending) ? json(400, { error: 'invalid_client' }) : answer();
  };
  const pause = async () => {
    throw interruption('interrupted');
  };
  expect(outcomes(await rotateClients(newRun({ pause }), [holder]))).toEqual(['interrupted']);
  world.on.request = (_, answer) => answer();
  expect(await call()).toBeDefined();
});

test('after an interruption, nothing new is started', async () => {
  const { newRun, holder, seen } = of();
  seen.length = 0;
  const ends = await rotateClients(newRun({ signal: AbortSignal.abort() }), [holder]);
  expect(ends).toMatchObject([{ outcome: 'not started', reason: 'interrupted' }]);
  expect(seen).toEqual([]);
});
