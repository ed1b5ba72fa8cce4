/** A deliberately broken hook reaches the canary ring, is detected by a sign-in there, and is rolled back. */
import { cpSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetFunctionCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { hookName } from '../../../environments/names';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { fleetOn } from '../../stacks/every-option-root';
import { access, type Place } from './cloud';
import { type Ended, ok, onLocalAws, removeFolder, start, stateFolder } from './fleet';
import { Project, smallFleet } from './small-fleet';

const repository = join(__dirname, '../../..');
const fleet = smallFleet();
const { environment } = fleet;
const region = environment.regions[0] as string;
const of = (stack: string) => `staging-all-${region}-${stack}`;
const state = stateFolder();
const broken = stateFolder();
let aws: LocalAws;
let project: Project;
let place: Place;

/** A checkout in which the tenant hook is broken. */
function breakHook(): void {
  const parts = ['bin', 'environments', 'functions', 'local', 'scripts', 'stacks'];
  for (const name of [
    ...parts,
    'main.ts',
    'validate.ts',
    'content-cache.ts',
    'package.json',
    'tsconfig.json',
  ])
    cpSync(join(repository, name), join(broken, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(broken, 'node_modules'));
  const file = join(broken, 'functions/tenant-hook/decide.ts');
  const text = readFileSync(file, 'utf8');
  const mistake = text.replace('assertMapped(claimant, mapping);', "throw new Error('not finished');");
  expect(mistake).not.toBe(text);
  writeFileSync(file, mistake);
}

const good = (...args: string[]) => project.fleet(...args);
const bad = (...args: string[]) =>
  start(process.execPath, ['-e', fleetOn(project.root, broken), '--', ...args], project.env).ended;
const outcomes = ({ stdout }: Ended): Record<string, string> =>
  Object.fromEntries(
    JSON.parse(stdout).stacks.map((end: { id: string; outcome: string }) => [end.id, end.outcome]),
  );

/** SHA-256 of the code of a cell's hook in AWS. */
async function codeOf(cell: string): Promise<string | undefined> {
  const client = new LambdaClient(access(place));
  const { Configuration } = await client.send(
    new GetFunctionCommand({ FunctionName: hookName(environment, cell) }),
  );
  client.destroy();
  return Configuration?.CodeSha256;
}

const signIns = async (): Promise<Record<string, string>> => {
  const { stdout } = await good('probe', '--env', 'staging', '--stack', 'cell-*', '--json');
  const { stores } = JSON.parse(stdout);
  return Object.fromEntries(
    stores.map(({ owner, signIn }: { owner: string; signIn: { outcome: string } }) => [
      owner,
      signIn.outcome,
    ]),
  );
};
const everybody = { acme: 'as expected', hooli: 'as expected', initech: 'as expected' };

beforeAll(async () => {
  aws = await startLocalAws();
  project = new Project(onLocalAws(aws.endpoint, state));
  place = { endpoint: aws.endpoint, accountId: '202020202020', region };
  await standInForOrganisation(aws.endpoint, [environment]);
  const gates = { alarms: [], decisions: false, signIns: 2, soakMinutes: 0, patienceMinutes: 5 };
  project.write({ ...fleet, environment: { ...environment, rollout: { ...environment.rollout, gates } } });
  // The golden decisions define what a synthetic user must not be allowed.
  const policies = 'stacks/policies';
  cpSync(join(repository, policies), join(project.root, policies), { recursive: true });
  breakHook();
});

afterAll(async () => {
  await aws.stop();
  for (const folder of [state, broken, project.root]) removeFolder(folder);
});

const rollout = ['rollout', '--env', 'staging', '--yes', '--json'];
let before: (string | undefined)[];
let halted: string;

test('every wave passes, since synthetic users of its tenants can sign in', async () => {
  const first = ok(await good(...rollout));
  expect(new Set(Object.values(outcomes(first)))).toEqual(new Set(['applied']));
  expect(first.stderr).toMatch(/wave \d+: passed \(2 checks\)[\s\S]*wave \d+: passed \(1 checks?\)/);
  before = [await codeOf('cell-01'), await codeOf('cell-02')];
  expect(await signIns()).toEqual(everybody);
});

test('a broken hook halts the rollout after the canary ring, and no other ring is changed', async () => {
  const end = await bad(...rollout);
  if (end.code !== 4) throw new Error(`exit ${end.code}\n${end.stdout}\n${end.stderr}`);
  const { gate, run } = JSON.parse(end.stdout);
  halted = run;
  expect(gate).toMatch(
    /the gate of wave \d+ failed: sign-in to all .* tenant acme, sign-in to .* tenant initech/,
  );
  expect(outcomes(end)).toMatchObject({ [of('cell-01')]: 'applied', [of('cell-02')]: 'halted' });
  expect(end.stderr).toMatch(/tenant acme: no tokens: .*access denied/);
  const [canary, early] = [await codeOf('cell-01'), await codeOf('cell-02')];
  expect(canary).not.toBe(before[0]);
  expect(early).toBe(before[1]);
  expect(await signIns()).toEqual({ acme: 'differs', hooli: 'as expected', initech: 'differs' });
});

test('running the same command again, as a repeated job does, halts again', async () => {
  const end = await bad(...rollout);
  expect({ code: end.code, early: await codeOf('cell-02') }).toEqual({ code: 4, early: before[1] });
  expect(JSON.parse(end.stdout).gate).toMatch(/the gate of wave \d+ failed: sign-in to .* tenant acme/);
});

test('conflicting flags and unknown runs are refused, and nothing is changed', async () => {
  const mixed = await bad(...rollout, '--rollback', halted, '--stack', 'cell-02');
  expect(mixed).toMatchObject({ code: 2 });
  expect(mixed.stdout).toMatch(/leave out --stack/);
  const unknown = await bad(...rollout, '--rollback', 'staging-2026-01-01T00-00-00-000Z-abcdef');
  expect(unknown).toMatchObject({ code: 2 });
  expect(unknown.stdout).toMatch(/there is no rollout staging-2026/);
  expect(await codeOf('cell-01')).not.toBe(before[0]);
});

test('--rollback reapplies what was deployed before, and users can sign in again', async () => {
  const end = ok(await bad(...rollout, '--rollback', halted));
  expect(outcomes(end)).toEqual({ [of('cell-01')]: 'applied' });
  expect(end.stderr).toMatch(/cell-01 goes back to [0-9a-f]{12}, applied/);
  expect(await codeOf('cell-01')).toBe(before[0]);
  expect(await signIns()).toEqual(everybody);
  const again = ok(await bad(...rollout, '--rollback', halted));
  expect(outcomes(again)).toEqual({ [of('cell-01')]: 'skipped' });
});

test('a rollout of the good checkout has nothing left to do', async () => {
  expect(new Set(Object.values(outcomes(ok(await good(...rollout)))))).toEqual(new Set(['skipped']));
});
