/**
 * Rollouts during AWS faults: they complete, or halt within their budget; and once the faults are over, the same command
 * completes. Part of `make quotas`.
 */
import { tenantPool } from '../../../environments/names';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { setFaults } from '../../../scripts/local/faults';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { poolNames } from '../fleet/cloud';
import { type Ended, ok, onLocalAws, removeFolder, stateFolder, until } from '../fleet/fleet';
import { Project } from '../fleet/small-fleet';
import { storyIn } from '../memory/story';
import { name, regions, twoRegions } from './two-regions';

const loaded = twoRegions(2, 1, { retries: 1 });
const story = storyIn(process.env.QUOTA_LOG ?? 'reports/quotas.log');
const command = ['rollout', '--env', name, '--yes', '--parallel', '2', '--json'];
const [home, second] = regions;

let state: string;
let aws: LocalAws;
let project: Project;

beforeEach(async () => {
  state = stateFolder();
  aws = await startLocalAws();
  project = new Project(onLocalAws(aws.endpoint, state));
  project.write(loaded);
  await standInForOrganisation(aws.endpoint, [loaded.environment]);
});
afterEach(async () => {
  await aws.stop();
  removeFolder(project.root);
  removeFolder(state);
});

const setTo = async (seed: number, faults: object[]) => {
  const answer = await fetch(`${aws.endpoint}/_local/faults`, {
    method: 'PUT',
    body: JSON.stringify({ seed, faults }),
  });
  expect(answer.status).toBe(200);
};

const outcomesOf = ({ stdout }: Ended): { id: string; outcome: string }[] => JSON.parse(stdout).stacks ?? [];

/** Expects that without faults the same command completes, nothing is left to do, and there are no duplicates. */
async function completes(): Promise<void> {
  await setFaults(aws.endpoint, undefined);
  for (const { outcome } of outcomesOf(ok(await project.fleet(...command))))
    expect(['applied', 'unchanged', 'skipped']).toContain(outcome);
  const plan = JSON.parse(ok(await project.fleet('plan', '--env', name, '--json')).stdout);
  expect(plan.stacks.filter(({ changed }: { changed: boolean }) => changed !== false)).toEqual([]);
  for (const region of regions) {
    const place = { endpoint: aws.endpoint, accountId: '202020202020', region };
    expect(await poolNames(place)).toEqual(
      loaded.tenants.map(({ id }) => tenantPool(loaded.environment, id)),
    );
  }
}

test.each([7, 8, 9])(
  'a mix of all faults, seed %d',
  async (seed) => {
    await setTo(seed, [
      { kind: 'throttled', share: 0.1 },
      { kind: 'failed', share: 0.03 },
      { kind: 'dropped', share: 0.03 },
      { kind: 'silent', share: 0.01, seconds: 3 },
    ]);
    const ended = await project.fleet(...command);
    const outcomes = outcomesOf(ended);
    story.tell(
      `faults, seed ${seed}: exit ${ended.code}; ${outcomes.map(({ outcome }) => outcome).join(', ')}`,
    );
    // The budget allows no failures, so at most the last stack failed.
    expect([0, 1, 4]).toContain(ended.code);
    expect(outcomes.filter(({ outcome }) => outcome === 'failed').length).toBeLessThanOrEqual(1);
    await completes();
  },
  3_600_000,
);

const down = [{ kind: 'dropped', share: 1, region: second }];
const ofRegion = (ended: Ended, region: string) =>
  outcomesOf(ended)
    .filter(({ id }) => id.includes(`-${region}-cell-`))
    .map(({ outcome }) => outcome);

test('if a region is down, nothing is started, and the other regions can be rolled out without it', async () => {
  ok(await project.fleet(...command, '--stack', 'foundation,data'));
  await setTo(1, down);
  const refused = await project.fleet(...command);
  expect(refused.code).toBe(3);
  expect(JSON.parse(refused.stdout).error.remedy).toMatch(/eu-west-1 may be down.*--region/);
  const without = ok(await project.fleet(...command, '--region', home));
  expect(ofRegion(without, home)).toEqual(['applied', 'applied']);
  await completes();
}, 3_600_000);

test('if a region goes down during a rollout, the rollout halts there, and the other region is complete', async () => {
  ok(await project.fleet(...command, '--stack', 'foundation,data'));
  const running = project.start(...command);
  expect(await until(() => running.stderr().includes(`-${home}-cell-01: apply`), running)).toBe(true);
  await setTo(1, down);
  const ended = await running.ended;
  story.tell(
    `region down: exit ${ended.code}; ${outcomesOf(ended)
      .map(({ id, outcome }) => `${id} ${outcome}`)
      .join(', ')}`,
  );
  expect(ended.code).toBe(4);
  expect(ofRegion(ended, home)).toEqual(['applied', 'applied']);
  expect(ofRegion(ended, second).sort()).toEqual(['failed', 'halted']);
  await completes();
}, 3_600_000);
