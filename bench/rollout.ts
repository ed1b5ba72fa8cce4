/**
 * What a first rollout of `dev` costs beside a shell loop and `cdktf deploy`: its stacks, two at a time, after foundations
 * and tables. `fleet` synthesizes, plans, reviews, saves its plans, and keeps records, ledger and content; the loop gets
 * its Terraform ready-made, and does nothing but `init` and `apply`. Waves of `dev` overlap; the same rollout is measured
 * with waves that wait for each other, as in production. Takes about a quarter of an hour.
 * Run it with `node --require ./bin/typescript.js bench/rollout.ts`.
 */
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fleetOn } from '../test/stacks/every-option-root';
import { onNewLocalAws, plainTerraform, type Taken, taken, type Variables } from './support/local-fleet';
import { root } from './support/measure';
import { check } from './support/ratios';

const environment = 'dev';
const deployed = /-(foundation|data)$/;
const flags = `rollout --env ${environment} --yes --json --parallel 2`;
const fleet = `node bin/fleet.js ${flags}`;

const rollout = (env: Variables): Promise<Taken> => taken(fleet, env);

function barriers(env: Variables, folder: string): Promise<Taken> {
  const project = join(folder, 'project');
  cpSync(join(root, 'environments'), join(project, 'environments'), { recursive: true });
  const file = join(project, 'environments', `${environment}.ts`);
  const text = readFileSync(file, 'utf8');
  const waiting = text.replace('wavesOverlap: true', 'wavesOverlap: false');
  if (waiting === text) throw new Error(`waves of ${environment} do not overlap`);
  writeFileSync(file, waiting);
  return taken(`node -e "$CODE" -- ${flags}`, { ...env, CODE: fleetOn(project) });
}

async function loop(env: Variables, folder: string): Promise<Taken> {
  const out = join(folder, 'out');
  await taken(`FLEET_DIR=${out} node bin/fleet.js synth`, env);
  const stacks = join(out, 'cdktf.out', 'stacks');
  const names = readdirSync(stacks).filter((it) => it.startsWith(`${environment}-`) && !deployed.test(it));
  console.log(`${names.length} stacks`);
  const each =
    'cd "$0" && terraform init -input=false >/dev/null && terraform apply -auto-approve -input=false >/dev/null';
  const all = `printf '%s\\n' ${names.join(' ')} | xargs -P2 -I{} bash -c '${each}' {}`;
  return taken(all, plainTerraform(env, join(folder, 'fleet')), stacks);
}

const cdktf = (env: Variables, folder: string): Promise<Taken> =>
  taken(
    `npx cdktf deploy '${environment}-*' --auto-approve --skip-provider-lock --parallelism 2 --output ${join(folder, 'out')}`,
    { ...plainTerraform(env, join(folder, 'fleet')), CI: '1' },
  );

type Name = 'rollout' | 'loop' | 'cdktf' | 'barriers';

async function main(): Promise<void> {
  const results: Record<string, Taken> = {};
  for (const [name, run] of Object.entries({ rollout, loop, cdktf, barriers })) {
    const result = await onNewLocalAws(async (env, folder) => {
      for (const stack of ['foundation', 'data']) await taken(`${fleet} --stack ${stack}`, env);
      return run(env, folder);
    });
    console.log(`${name}: ${result.seconds.toFixed(0)} s, ${result.cpu.toFixed(0)} s of CPU`);
    results[name] = result;
  }
  const { rollout: ours, loop: shell, cdktf: stock, barriers: waits } = results as Record<Name, Taken>;
  check('CPU of a rollout to a shell loop', ours.cpu / shell.cpu);
  check('time of a rollout to a shell loop', ours.seconds / shell.seconds);
  check('time of a rollout to cdktf deploy', ours.seconds / stock.seconds);
  check('time of a rollout with barriers to one without', waits.seconds / ours.seconds);
}

void main();
