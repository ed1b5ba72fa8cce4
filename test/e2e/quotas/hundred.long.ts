/**
 * A hundred tenants in two regions, on a local AWS that enforces AWS's request rate quotas: first rollout, refresh and
 * change, each compared with its expected time. Part of `make quotas`; logs to reports/quotas.log.
 */
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { rateQuotas } from '../../../scripts/quotas/rates';
import { access } from '../fleet/cloud';
import { ok, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project } from '../fleet/small-fleet';
import { storyIn } from '../memory/story';
import { name, twoRegions } from './two-regions';

/** `TENANTS=20 CELL=10` for a quick run; `QUOTAS=off` to see how long the machine alone takes. */
const {
  TENANTS = '100',
  CELL = '50',
  PARALLEL = '2',
  QUOTAS = 'on',
  QUOTA_LOG = 'reports/quotas.log',
} = process.env;
const state = stateFolder();
const story = storyIn(QUOTA_LOG);
let aws: LocalAws;
let project: Project;

beforeAll(async () => {
  aws = await startLocalAws(QUOTAS === 'off' ? {} : { quotas: rateQuotas });
  project = new Project(onLocalAws(aws.endpoint, state));
});
afterAll(async () => {
  await aws.stop();
  removeFolder(project.root);
  removeFolder(state);
});

type Kind = 'first' | 'refresh' | 'change';

/** Bytes of each cell's state. */
async function stateSizes(): Promise<(number | undefined)[]> {
  const client = new S3Client(
    access({ endpoint: aws.endpoint, accountId: '202020202020', region: 'eu-central-1' }),
  );
  const Bucket = 'northpay-staging-tfstate-202020202020';
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  client.destroy();
  return Contents.filter(({ Key }) => /cell-\d+\/terraform.tfstate$/.test(Key ?? '')).map(({ Size }) => Size);
}

/** The expected time in seconds, from the dry run. */
async function expected(kind: Kind): Promise<number> {
  const { stdout } = ok(
    await project.fleet('rollout', '--env', name, '--dry-run', '--parallel', PARALLEL, '--json'),
  );
  const { waves } = JSON.parse(stdout) as { waves: { expected: Record<Kind, number> }[] };
  return waves.reduce((sum, wave) => sum + wave.expected[kind], 0);
}

/** Rolls out; no stack may fail. Returns the ratio of actual to expected time. */
async function timed(kind: Kind, outcomes: readonly string[], ...args: string[]): Promise<number> {
  const seconds = await expected(kind);
  const started = performance.now();
  const ended = await project.fleet(
    'rollout',
    '--env',
    name,
    '--yes',
    '--parallel',
    PARALLEL,
    '--json',
    ...args,
  );
  const took = (performance.now() - started) / 1000;
  story.tell(
    `${kind}: expected ${Math.round(seconds)} s, took ${Math.round(took)} s, ${(took / seconds).toFixed(2)}`,
  );
  const stacks: { outcome: string }[] = JSON.parse(ok(ended).stdout).stacks;
  expect(stacks.map(({ outcome }) => outcome).filter((outcome) => !outcomes.includes(outcome))).toEqual([]);
  return took / seconds;
}

test('a hundred tenants in two regions are created, read and changed within the quotas, in the expected time', async () => {
  const loaded = twoRegions(Number(TENANTS), Number(CELL), { failureBudget: { wave: '100%', mode: 'soft' } });
  story.tell(`${TENANTS} tenants, cells of ${CELL}, ${PARALLEL} concurrently, quotas ${QUOTAS}`);
  await standInForOrganisation(aws.endpoint, [loaded.environment]);
  project.write(loaded);
  const ratios = [await timed('first', ['applied']), await timed('refresh', ['unchanged'], '--refresh')];
  story.tell(`states of cells: ${(await stateSizes()).join(', ')} bytes`);
  const { tenants } = loaded.environment;
  const changed = {
    ...tenants,
    password: { ...tenants.password, minimumLength: tenants.password.minimumLength + 1 },
    tokens: { ...tenants.tokens, idMinutes: tenants.tokens.idMinutes + 1 },
  };
  project.write({ ...loaded, environment: { ...loaded.environment, tenants: changed } });
  ratios.push(await timed('change', ['applied', 'skipped']));
  if (QUOTAS === 'off') return;
  for (const ratio of ratios) {
    expect(ratio).toBeGreaterThan(0.7);
    expect(ratio).toBeLessThan(1.3);
  }
}, 7_200_000);
