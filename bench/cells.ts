/**
 * What a tenant costs in cells of different sizes: `fleet rollout` of a new cell in an account that already has its
 * foundation, and the plan after it. For comparison: `cdktf deploy '*'` with one stack per tenant, and the largest
 * cell's calls made directly through the SDK. Linux only, because it reads the provider's memory from `/proc`. Takes
 * about a quarter of an hour.
 * Run it with `node --require ./bin/typescript.js bench/cells.ts`.
 */
import { join } from 'node:path';
import type { LoadedEnvironment } from '../environments/schema';
import { standInForOrganisation } from '../scripts/local/organisation';
import { access } from '../test/e2e/fleet/cloud';
import { cellsOf, name } from '../test/e2e/quotas/two-regions';
import { fleetOn, writeEveryOption } from '../test/stacks/every-option-root';
import { onNewLocalAws, plainTerraform, type Taken, taken, type Variables } from './support/local-fleet';
import { check } from './support/ratios';
import { type AppliedCall, recordCalls, replay } from './support/replay';

const sizes = (process.env.CELLS ?? '1,10,25,50,100').split(',').map(Number);
const region = 'eu-central-1';

/** Runs with a project and a local AWS where everything except cells is deployed. */
const onFleet = <T>(
  loaded: LoadedEnvironment,
  use: (fleet: (args: string, env?: object) => Promise<Taken>, env: Variables, project: string) => Promise<T>,
): Promise<T> =>
  onNewLocalAws(async (env, folder) => {
    const project = join(folder, 'project');
    writeEveryOption(project, loaded);
    await standInForOrganisation(env.AWS_ENDPOINT_URL, [loaded.environment]);
    const fleet = (args: string, its: object = {}) =>
      taken(`node -e "$CODE" -- ${args} --env ${name} --json`, {
        ...env,
        CODE: fleetOn(project),
        ...its,
      });
    for (const stack of ['foundation', 'data']) await fleet(`rollout --yes --stack ${stack}`);
    return use(fleet, env, project);
  });

const cellOf = (tenants: number): Promise<{ rollout: Taken; plan: Taken }> =>
  onFleet(cellsOf(tenants, tenants, [region], {}), async (fleet) => ({
    rollout: await fleet('rollout --yes --stack cell-01'),
    plan: await fleet('plan --stack cell-01'),
  }));

/** The calls of a cell's rollout. They are not those of the measured one, since recording takes time. */
const callsOf = (tenants: number): Promise<AppliedCall[]> =>
  onFleet(cellsOf(tenants, tenants, [region], {}), async (fleet, env) => {
    const recorder = await recordCalls(env.AWS_ENDPOINT_URL);
    await fleet('rollout --yes --stack cell-01', { AWS_ENDPOINT_URL: recorder.endpoint });
    await recorder.close();
    return recorder.calls;
  });

/** One stack per tenant, as the stock tool deploys them, two at a time. */
const stock = (tenants: number): Promise<Taken> =>
  onFleet(cellsOf(tenants, 1, [region], {}), (_, env, project) => {
    const main = `require('./bin/typescript'); require('./main').buildApp({ root: '${project}', outdir: process.env.CDKTF_OUTDIR })`;
    return taken(
      `npx cdktf deploy '${name}-*-cell-*' --app 'node -e "$MAIN"' --auto-approve --skip-provider-lock --ignore-missing-stack-dependencies --parallelism 2 --output ${join(project, 'out')}`,
      { ...plainTerraform(env, join(project, 'fleet')), CI: '1', MAIN: main },
    );
  });

/** Seconds that the same calls take through the SDK, with the cell's functions already deployed. */
const throughSdk = (calls: readonly AppliedCall[]): Promise<number> => {
  const one = cellsOf(1, 1, [region], {});
  const [tenant] = one.tenants;
  if (!tenant) throw new Error('a fleet of one tenant has none');
  const urls = { callbackUrls: ['https://first.example/in'], logoutUrls: ['https://first.example/'] };
  return onFleet({ ...one, tenants: [{ ...tenant, id: 'first', ...urls }] }, async (fleet, env) => {
    await fleet('rollout --yes --stack cell-01');
    const place = { endpoint: env.AWS_ENDPOINT_URL, accountId: '202020202020', region };
    return replay(calls, access(place));
  });
};

async function main(): Promise<void> {
  const best = Math.max(...sizes);
  let rollout: Taken | undefined;
  for (const size of sizes) {
    const cell = await cellOf(size);
    if (size === best) rollout = cell.rollout;
    const { seconds, cpu, megabytes } = cell.rollout;
    console.log(
      `${size} tenants a cell: rollout ${seconds.toFixed(1)} s, ${(seconds / size).toFixed(2)} s a tenant, ` +
        `${(cpu / size).toFixed(2)} s of CPU a tenant; plan ${cell.plan.seconds.toFixed(1)} s; ` +
        `provider at most ${megabytes.toFixed(0)} MB`,
    );
  }
  if (!rollout) throw new Error('CELLS names no size');
  const ten = await stock(10);
  console.log(
    `cdktf deploy, one stack a tenant: ${(ten.seconds / 10).toFixed(2)} s and ${(ten.cpu / 10).toFixed(2)} s of CPU a tenant`,
  );
  const calls = await callsOf(best);
  const sdk = await throughSdk(calls);
  console.log(`the ${calls.length} calls of ${best} tenants through the SDK: ${sdk.toFixed(1)} s`);
  const [own, ofTen] = [rollout.seconds / best, ten.seconds / 10];
  check('time of a tenant in a cell of 100 to a stack of its own', own / ofTen);
  check('CPU of a tenant in a cell of 100 to a stack of its own', rollout.cpu / best / (ten.cpu / 10));
  check('rollout of a cell of 100 to its calls through the SDK', rollout.seconds / sdk);
}

void main();
