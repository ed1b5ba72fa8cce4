/**
 * A full disk, a read-only folder, a lost machine: each is reported, nothing is lost, and the same command completes
 * afterwards. Part of `make kills`; mounting needs root.
 */
import { execFileSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { findTerraform } from '../../../scripts/terraform/tool';
import { fleetOn } from '../../stacks/every-option-root';
import {
  type Ended,
  newestLog,
  ok,
  onLocalAws,
  removeFolder,
  start,
  stateFolder,
  until,
} from '../fleet/fleet';
import { countsIn, countsOf } from './inventory';
import { runAndKill, runWhole } from './kills';
import { endState, type Fleet, newFleet, stopFleets } from './small-fleets';
import { storyIn } from './story';

const story = storyIn(process.env.TROUBLE_LOG ?? 'reports/trouble.log');
const mount = (...args: string[]) => execFileSync('mount', args);
const of = (stack: string) => `staging-all-eu-central-1-${stack}`;
const mounted: string[] = [];

afterAll(async () => {
  // Lazily, since a failed test may have left processes there.
  for (const folder of mounted) execFileSync('umount', ['-R', '-l', folder]);
  await stopFleets();
});

/** All output of a command. */
const said = ({ stdout, stderr }: Ended) => `${stdout}\n${stderr}`;

/** Expects a failure whose message names the cause, without a stack trace. */
function told(what: string, ended: Ended, cause: RegExp): void {
  story.tell(`${what}: exit ${ended.code}\n${said(ended)}`);
  expect({ what, code: ended.code, said: said(ended) }).toEqual({
    what,
    code: expect.any(Number),
    said: expect.stringMatching(cause),
  });
  expect({ what, code: ended.code }).not.toEqual({ what, code: 0 });
  expect(said(ended)).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
}

/** Fills the disk of a folder; returns a function that frees it. */
function fill(folder: string): () => void {
  const file = join(folder, 'filler');
  const descriptor = openSync(file, 'w');
  try {
    for (const size of [65_536, 4096, 1]) {
      try {
        while (writeSync(descriptor, Buffer.alloc(size)) > 0);
      } catch {}
    }
  } finally {
    closeSync(descriptor);
  }
  return () => rmSync(file);
}

/** Runs the rollout, and fills the disk once an apply of the stack has created something. */
async function fillDuring({ victim }: Fleet, stack: string): Promise<Ended> {
  const running = start(process.execPath, ['-e', fleetOn(victim.root), '--', ...victim.args], victim.env);
  const made = await until(
    () => newestLog(victim.state, of(stack)).includes('"type":"apply_complete"'),
    running,
  );
  const free = made ? fill(victim.state) : () => {};
  const ended = await running.ended;
  free();
  if (!made) throw new Error(`${stack}: it ended before it created anything\n${said(ended)}`);
  return ended;
}

async function expectWhole(fleet: Fleet): Promise<void> {
  const end = await endState(fleet);
  expect(end).toMatchObject({ locks: [], changed: [], ledgers: 0 });
  expect(new Set(end.inventory).size).toBe(end.inventory.length);
  expect(countsIn(end.inventory)).toEqual(countsOf(end.addresses.flat()));
}

test('a full disk and read-only folders are reported, and nothing is lost', async () => {
  const fleet = await newFleet();
  const { victim } = fleet;
  mount('-t', 'tmpfs', '-o', 'size=16m', 'fleet', victim.state);
  mounted.push(victim.state);

  mount('-o', 'remount,ro', victim.state);
  told('read-only from the start', await runWhole(victim), /EROFS|read-only/);
  mount('-o', 'remount,rw', victim.state);

  const free = fill(victim.state);
  told('full from the start', await runWhole(victim), /ENOSPC|no space left/);
  free();

  told(
    'full during the apply of a foundation',
    await fillDuring(fleet, 'foundation'),
    /ENOSPC|no space left/,
  );

  const ledgers = join(victim.state, 'ledger');
  mkdirSync(ledgers, { recursive: true });
  mount('--bind', ledgers, ledgers);
  mount('-o', 'remount,ro,bind', ledgers);
  told('a read-only ledger folder', await runWhole(victim), /ledger cannot be written: EROFS/);
  execFileSync('umount', [ledgers]);

  told('full during the apply of a cell', await fillDuring(fleet, 'cell-01'), /ENOSPC|no space left/);

  mount('-o', 'remount,ro', victim.state);
  told('read-only during an apply', await runWhole(victim), /EROFS|read-only/);
  mount('-o', 'remount,rw', victim.state);

  ok(await runWhole(victim));
  await expectWhole(fleet);
}, 3_600_000);

test('a second machine can continue the run of a lost one', async () => {
  const fleet = await newFleet();
  const { victim } = fleet;
  const { over } = await runAndKill(victim, { what: 'tree', afterMs: 100, made: of('cell-01') });
  expect(over).toBe(false);
  const [run = ''] = readdirSync(join(victim.state, 'ledger')).map((name) => name.replace('.jsonl', ''));

  const state = stateFolder();
  const env = onLocalAws(victim.wire.endpoint, state);
  const elsewhere = (...args: string[]) =>
    start(
      'unshare',
      [
        '-u',
        'sh',
        '-c',
        'hostname elsewhere && exec "$@"',
        'sh',
        process.execPath,
        '-e',
        fleetOn(victim.root),
        '--',
        ...args,
      ],
      env,
    ).ended;
  const resume = () => elsewhere('rollout', '--env', 'staging', '--resume', run, '--yes', '--json');
  const refused = await resume();
  told('locks of a lost machine', refused, /is locked by .*may still be running/);
  const releases = [...refused.stdout.matchAll(/cd (\S+) && terraform force-unlock ([0-9a-f-]+)/g)];
  expect(releases.length).toBeGreaterThan(0);
  for (const [, folder = '', id = ''] of releases)
    ok(
      await start(findTerraform(process.env).path, [`-chdir=${folder}`, 'force-unlock', '-force', id], env)
        .ended,
    );
  ok(await resume());
  ok(await elsewhere('ledger', 'verify', '--env', 'staging'));

  // The first machine returns and finds everything done.
  const { stacks } = JSON.parse(ok(await runWhole(victim)).stdout);
  expect(stacks.map(({ outcome }: { outcome: string }) => outcome)).toEqual(Array(5).fill('skipped'));
  await expectWhole(fleet);
  removeFolder(state);
}, 3_600_000);
