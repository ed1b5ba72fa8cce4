/**
 * Measures the AWS calls for each type of resource when it is created, read and changed. Terraform handles one resource
 * at a time here, so every call belongs to the resource that its log names.
 */
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountId, stateBucket, stateKey } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { type LocalAws, startLocalAws } from '../../../local/aws';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { callsByType } from '../../../scripts/quotas/calls';
import { isLimited } from '../../../scripts/quotas/needs';
import { everyOptionAtHome } from '../../stacks/every-option';
import { publishDns } from '../fleet/cloud';
import { ok, onLocalAws, removeFolder, stateFolder } from '../fleet/fleet';
import { Project } from '../fleet/small-fleet';
import { type Recorder, startRecorder } from './recorder';

const state = stateFolder();
const loaded = everyOptionAtHome;
const { environment } = loaded;
let aws: LocalAws;
let recorder: Recorder;
let project: Project;

/** A Terraform that handles one resource at a time. */
function slowTerraform(): string {
  const file = join(state, 'terraform');
  mkdirSync(state, { recursive: true });
  writeFileSync(
    file,
    `#!/bin/sh\ncommand=$1\nshift\ncase $command in plan|apply) exec terraform $command -parallelism=1 "$@";; *) exec terraform $command "$@";; esac\n`,
  );
  chmodSync(file, 0o755);
  return file;
}

beforeAll(async () => {
  aws = await startLocalAws();
  recorder = await startRecorder(aws.endpoint);
  project = new Project({
    ...onLocalAws(recorder.endpoint, state),
    TERRAFORM_BINARY_NAME: slowTerraform(),
  });
  await standInForOrganisation(aws.endpoint, [environment]);
});
afterAll(async () => {
  await recorder.close();
  await aws.stop();
  removeFolder(project.root);
  removeFolder(state);
});

const rollOut = async (to: LoadedEnvironment, ...args: string[]) => {
  project.write(to);
  return ok(await project.fleet('rollout', '--env', 'every', '--yes', '--parallel', '1', '--json', ...args));
};

const began: Readonly<Record<string, string>> = { refresh_start: 'read', apply_start: '' };
const seen = new Set<string>();

/** Calls for each resource since the last measurement, by type and act: one list per resource. */
function measured(): Map<string, string[][]> {
  const found = new Map<string, string[][]>();
  const runs = join(state, 'runs');
  for (const run of readdirSync(runs).filter((name) => !seen.has(name))) {
    seen.add(run);
    for (const name of readdirSync(join(runs, run))) {
      let open: { key: string; from: number } | undefined;
      for (const line of readFileSync(join(runs, run, name), 'utf8').split('\n')) {
        if (!line.startsWith('{')) continue;
        const event = JSON.parse(line);
        const at = Date.parse(event['@timestamp']);
        const type = event.hook?.resource?.resource_type;
        if (!type) continue;
        if (event.type in began)
          open = { key: `${type} ${began[event.type] || event.hook.action}`, from: at };
        if (!/_(complete|errored)$/.test(event.type) || !open) continue;
        const { key, from } = open;
        const own = recorder.calls
          .filter((call) => call.at >= from && call.at <= at + 1)
          .map(({ call }) => call);
        found.set(key, [...(found.get(key) ?? []), own]);
        open = undefined;
      }
    }
  }
  return found;
}

/** The settings of every kind of pool, with a change that affects each pool and client. */
const settings = <S extends { password?: { minimumLength: number }; tokens: { idMinutes: number } }>(
  own: S,
): S => ({
  ...own,
  ...(own.password && { password: { ...own.password, minimumLength: own.password.minimumLength + 1 } }),
  tokens: { ...own.tokens, idMinutes: own.tokens.idMinutes + 1 },
});

test('the calls for every type match the table', async () => {
  await rollOut(loaded, '--stack', 'foundation,email');
  const all = [measured()];
  for (const account of Object.keys(environment.accounts)) {
    const region = environment.regions[0] as string;
    const place = { endpoint: aws.endpoint, accountId: accountId(environment, account), region };
    await publishDns(place, stateBucket(environment, account), stateKey(region, 'email'));
  }
  await rollOut(loaded);
  all.push(measured());
  await rollOut(loaded, '--refresh');
  all.push(measured());
  const changed = {
    ...environment,
    customer: settings(environment.customer),
    tenants: settings(environment.tenants),
  };
  await rollOut({ ...loaded, environment: changed } as LoadedEnvironment);
  all.push(measured());
  const found: Record<string, Record<string, string[]>> = {};
  for (const [key, lists] of all.flatMap((one) => [...one])) {
    const [type = '', act = ''] = key.split(' ');
    for (const list of lists) {
      const counted = list.filter(isLimited);
      const known = found[type]?.[act];
      // All resources of a type make the same calls.
      if (known) expect({ type, act, counted }).toEqual({ type, act, counted: known });
      found[type] = { ...found[type], [act]: counted };
    }
  }
  const limited = Object.entries(found).filter(([, acts]) =>
    Object.values(acts).some((own) => own.length > 0),
  );
  expect(Object.fromEntries(limited)).toEqual(callsByType);
}, 7_200_000);
