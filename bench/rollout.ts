/**
 * What a first rollout of `dev` costs beside a shell loop and `cdktf deploy`: twelve stacks, two at once, from the same
 * start, where foundations and tables stand. `fleet` synthesizes, plans, reviews, judges, saves its plans, and keeps records,
 * ledger and content; the loop has its Terraform ready and does nothing but `init` and `apply`. Run it with
 * `node --require ./bin/typescript.js bench/rollout.ts`; it takes about ten minutes.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { terraformEnvironment } from '../scripts/terraform/environment';
import { onNewLocalAws, type Taken, taken } from './support/local-fleet';
import { inFolder, root } from './support/measure';
import { check } from './support/ratios';

const environment = 'dev';
const standing = /-(foundation|data)$/;

/** Terraform finds its provider as it does under `fleet`, but keeps its own ways of collecting garbage. */
function plainTerraform(env: NodeJS.ProcessEnv, state: string): NodeJS.ProcessEnv {
  const { env: ours } = terraformEnvironment({ state, cache: join(root, '.fleet', 'cache') }, env);
  const { GOGC: _, ...plain } = ours;
  return plain;
}

const rollout = (folder: string): Taken =>
  onNewLocalAws(folder, environment, (env) =>
    taken(`node bin/fleet.js rollout --env ${environment} --yes --parallel 2 --json >/dev/null`, env),
  );

const loop = (folder: string): Taken =>
  onNewLocalAws(folder, environment, (env) => {
    const out = join(folder, 'out');
    taken(`FLEET_DIR=${out} node bin/fleet.js synth`, env);
    const stacks = join(out, 'cdktf.out', 'stacks');
    const names = readdirSync(stacks).filter(
      (name) => name.startsWith(`${environment}-`) && !standing.test(name),
    );
    console.log(`${names.length} stacks`);
    const each =
      'cd "$0" && terraform init -input=false >/dev/null && terraform apply -auto-approve -input=false >/dev/null';
    return taken(
      `printf '%s\\n' ${names.join(' ')} | xargs -P2 -I{} bash -c '${each}' {}`,
      plainTerraform(env, join(folder, 'fleet')),
      stacks,
    );
  });

const cdktf = (folder: string): Taken =>
  onNewLocalAws(folder, environment, (env) =>
    taken(
      `npx cdktf deploy '${environment}-*' --auto-approve --skip-provider-lock --parallelism 2 --output ${join(folder, 'out')} >/dev/null`,
      { ...plainTerraform(env, join(folder, 'fleet')), CI: '1' },
    ),
  );

const results = Object.fromEntries(
  Object.entries({ rollout, loop, cdktf }).map(([name, run]): [string, Taken] => {
    const result = inFolder(run);
    console.log(`${name}: ${result.seconds.toFixed(0)} s, ${result.cpu.toFixed(0)} s of CPU`);
    return [name, result];
  }),
) as Record<'rollout' | 'loop' | 'cdktf', Taken>;
check('CPU of a rollout to a shell loop', results.rollout.cpu / results.loop.cpu);
check('time of a rollout to a shell loop', results.rollout.seconds / results.loop.seconds);
check('time of a rollout to cdktf deploy', results.rollout.seconds / results.cdktf.seconds);
