import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { blocked, failure, messageOf, usageError } from '../cli/errors';
import { type CommonFlags, portNumber, withCommonFlags } from '../cli/flags';
import { competingVariables, localVariables } from '../local/environment';
import { installMoto, motoFor } from '../local/moto';
import { localServer, startLocal, stopLocal } from '../local/server';
import { terraformEnvironment } from '../terraform/environment';
import { runningTerraforms } from '../terraform/running';

interface UpFlags extends CommonFlags {
  port: number;
  rights: boolean;
  quotas?: boolean;
}

/** LocalStack's port too, so that habits and examples carry over. */
const usualPort = 4566;

const toUse = 'to use it in this shell: eval "$(npx fleet local env)"';

/** Throws (exit 3) while Terraform runs: without its AWS it could not even save its state. */
function refuseWhileUsed(state: string): void {
  const users = runningTerraforms(state);
  if (users.length === 0 || !localServer(state)) return;
  const named = users.map(({ stack, pid, args }) => `terraform ${args[0]} of ${stack} (process ${pid})`);
  throw blocked(
    `the local AWS is in use: ${named.join('; ')}`,
    `wait for it (run the same rollout again to follow it), or end it cleanly: kill -INT ${users.map(({ pid }) => pid).join(' ')}`,
  );
}

/** `fleet local up|down|status|env|rights|faults|install` */
export function registerLocal(program: Command, run: Run): void {
  const local = program
    .command('local')
    .description('the local AWS: one endpoint on this machine, no account needed');

  withCommonFlags(local.command('up'))
    .description('start it, and wait until it responds')
    .option('--port <port>', 'port on 127.0.0.1; 0 for any free one', portNumber, usualPort)
    .option('--no-rights', 'do not enforce IAM policies')
    .option('--quotas', "enforce AWS's request rate quotas")
    .action(
      run(async ({ workspace, env, interrupt, say }, { port, rights, quotas = false }: UpFlags) => {
        say('starting the local AWS; this takes a few seconds');
        const { server, alreadyUp } = await interrupt.hold(async () => {
          const started = await startLocal(workspace, {
            port,
            rights,
            quotas,
            env,
            stop: interrupt.signal,
          });
          // Only valid environments; `check` reports the others.
          const { loadEnvironments } = await import('../../environments/load');
          const { environments } = loadEnvironments(workspace.root);
          const values = environments.map(({ environment }) => environment);
          const { standInForOrganisation } = await import('../local/organisation');
          await standInForOrganisation(started.server.endpoint, values);
          return started;
        });
        const judged = server.rights ? '' : '\nIAM policies are not enforced (--no-rights)';
        const limited = server.quotas ? "\nAWS's request rate quotas are enforced (--quotas)" : '';
        const text = `the local AWS is ${alreadyUp ? 'already ' : ''}up: ${server.endpoint} (process ${server.pid})${judged}${limited}\n${toUse}`;
        return { data: { ...server, alreadyUp }, text };
      }),
    );

  withCommonFlags(local.command('down'))
    .description('stop it; its contents are lost')
    .action(
      run(async ({ workspace, interrupt }) => {
        refuseWhileUsed(workspace.state);
        const stopped = await interrupt.hold(() => stopLocal(workspace.state));
        const text = stopped
          ? `the local AWS at ${stopped.endpoint} has been stopped`
          : 'no local AWS is running';
        return { data: { stopped: stopped ?? null }, text };
      }),
    );

  withCommonFlags(local.command('status'))
    .description('show whether it is running, and where')
    .action(
      run(async ({ workspace }) => {
        const server = localServer(workspace.state);
        const text = server ? `up: ${server.endpoint} (process ${server.pid}), log: ${server.log}` : 'not up';
        return { data: { up: server !== undefined, ...server }, text };
      }),
    );

  withCommonFlags(local.command('env'))
    .description('print the variables that a shell needs to use it: eval "$(npx fleet local env)"')
    .action(
      run(async ({ workspace, env }) => {
        const server = localServer(workspace.state);
        if (!server) throw usageError('no local AWS is running', 'start it: npx fleet local up');
        const terraform = terraformEnvironment(workspace, env);
        const variables = {
          ...localVariables(server.endpoint),
          TF_CLI_CONFIG_FILE: terraform.env.TF_CLI_CONFIG_FILE ?? '',
          TERRAFORM_BINARY_NAME: terraform.tool.path,
        };
        const quoted = (value: string) => `'${value.replaceAll("'", "'\\''")}'`;
        const lines = [
          ...competingVariables(env).map((name) => `unset ${name}`),
          ...Object.entries(variables).map(([name, value]) => `export ${name}=${quoted(value)}`),
        ];
        return { data: { variables, unset: competingVariables(env) }, text: lines.join('\n') };
      }),
    );

  withCommonFlags(local.command('rights'))
    .description('show which permissions each role used, never used, and was refused')
    .option('--role <name>', 'only this role')
    .action(
      run(async ({ workspace }, { role }: CommonFlags & { role?: string }) => {
        const server = localServer(workspace.state);
        if (!server) throw usageError('no local AWS is running', 'start it: npx fleet local up');
        if (!server.rights)
          throw usageError(
            'this local AWS was started with --no-rights, so it checks no permissions',
            'restart it without: npx fleet local down && npx fleet local up',
          );
        const { describeRights, readRights } = await import('../local/rights');
        const all = await readRights(server.endpoint);
        const roles = all.filter((one) => !role || one.role.endsWith(`/${role}`));
        if (role && roles.length === 0)
          throw usageError(
            `no role ${role} has made a request`,
            `roles that have: ${all.map((one) => one.role.split('/').at(-1)).join(', ') || 'none'}`,
          );
        return { data: { roles }, text: describeRights(roles) };
      }),
    );

  withCommonFlags(local.command('faults'))
    .description('inject faults as a JSON file says, or stop; without either, show the current faults')
    .argument('[file]', 'faults, and which share of which requests they hit (local/README.md)')
    .option('--none', 'stop all faults')
    .action((file: string | undefined, given: CommonFlags & { none?: boolean }) =>
      run(async ({ workspace }, { none = false }: typeof given) => {
        const server = localServer(workspace.state);
        if (!server) throw usageError('no local AWS is running', 'start it: npx fleet local up');
        if (none && file !== undefined) throw usageError('give either a file of faults or --none, not both');
        const { describeFaults, readFaults, setFaults } = await import('../local/faults');
        const asked = none || file !== undefined;
        const faults = await (asked ? setFaults(server.endpoint, file) : readFaults(server.endpoint));
        return { data: faults, text: describeFaults(faults) };
      })(given),
    );

  withCommonFlags(local.command('install'))
    .description('install moto, which it is based on, into .fleet (needs python3 and network access)')
    .action(
      run(async ({ workspace: { root }, env }) => {
        const moto =
          motoFor(root, env) ??
          (await installMoto(root, env).catch((error: unknown) => {
            throw failure(messageOf(error));
          }));
        return { data: { moto }, text: `moto is at ${moto}` };
      }),
    );
}
