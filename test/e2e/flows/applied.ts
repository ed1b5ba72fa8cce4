import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountId, roleArn, stateBucket, stateKey } from '../../../environments/names';
import { poolAccess } from '../../../scripts/aws/pool-access';
import type { Stage } from '../../../scripts/demo/stage';
import { useLocalAws } from '../../../scripts/local/environment';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { noProviderLog } from '../../../scripts/terraform/logging';
import { everyOptionAtHome } from '../../stacks/every-option';
import { fleetOn, writeEveryOption } from '../../stacks/every-option-root';
import { publishDns } from '../fleet/cloud';
import { type Ended, fleet, ok, type Running, start } from '../fleet/fleet';
import { assumed, pipeline } from '../local/clients';

/** Another checkout to run a command in. */
export interface Elsewhere {
  /** The project's folder. */
  root: string;
  /** A separate state folder, so that searches of the main one are not affected. */
  state: string;
  env?: NodeJS.ProcessEnv;
}

/** The environment with every option on, in one region of its own local AWS. */
export interface Applied extends Stage {
  /** Everything that the command writes. */
  state: string;
  /** Starts `fleet` on the environment. */
  start(...args: string[]): Running;
  /** Runs `fleet` on the environment to its end; throws unless it exits with 0. */
  run(...args: string[]): Promise<Ended>;
  /** Runs `fleet` on another checkout, whatever its exit code. */
  attempt(elsewhere: Elsewhere, ...args: string[]): Promise<Ended>;
  /** Runs `fleet` as a pipeline job does, with only one role of one account. */
  runAs(role: string, account: string, ...args: string[]): Promise<Ended>;
  /** Runs Terraform in the folder of a stack's last rollout; throws unless it exits with 0. */
  terraform(stack: string, ...args: string[]): Promise<Ended>;
  /** Publishes the DNS records of every e-mail identity, from the outputs of the `email` stacks. */
  publishDns(): Promise<void>;
}

/** Starts a local AWS for the environment; nothing is rolled out yet. `stop` stops it and removes all files. */
export async function startEveryOption(): Promise<Applied & { stop(): Promise<void> }> {
  const loaded = everyOptionAtHome;
  const folder = mkdtempSync(join(tmpdir(), 'every-option-'));
  const [root, state] = [join(folder, 'root'), join(folder, 'fleet')];
  const env: NodeJS.ProcessEnv = { ...process.env, FLEET_DIR: state };
  writeEveryOption(root, loaded);
  const { endpoint } = JSON.parse(ok(await fleet(['local', 'up', '--port', '0', '--json'], env)).stdout);
  const { variables } = JSON.parse(ok(await fleet(['local', 'env', '--json'], env)).stdout);
  await standInForOrganisation(endpoint, [loaded.environment]);
  // Also for the SDK clients of this process.
  useLocalAws(process.env, endpoint);
  const { environment } = loaded;
  const begin = (...args: string[]) =>
    start(process.execPath, ['-e', fleetOn(root), '--', ...args], { ...env, ...variables });
  return {
    loaded,
    endpoint,
    root,
    state,
    region: environment.regions[0] as string,
    pools: poolAccess(environment, environment.bootstrapRole),
    start: begin,
    run: async (...args) => ok(await begin(...args).ended),
    attempt: (elsewhere, ...args) =>
      start(process.execPath, ['-e', fleetOn(elsewhere.root), '--', ...args], {
        ...env,
        ...variables,
        FLEET_DIR: elsewhere.state,
        ...elsewhere.env,
      }).ended,
    async runAs(role, account, ...args) {
      const RoleArn = roleArn(environment, account, role);
      const config = await assumed(pipeline(endpoint, environment.regions[0]), RoleArn);
      const { accessKeyId, secretAccessKey, sessionToken = '' } = config.credentials;
      const job = {
        AWS_ACCESS_KEY_ID: accessKeyId,
        AWS_SECRET_ACCESS_KEY: secretAccessKey,
        AWS_SESSION_TOKEN: sessionToken,
      };
      const command = ['-e', fleetOn(root), '--', ...args];
      return ok(await start(process.execPath, command, { ...env, ...variables, ...job }).ended);
    },
    terraform: async (stack, ...args) => {
      const folder = join(state, 'work', stack);
      return ok(
        await start(variables.TERRAFORM_BINARY_NAME, [`-chdir=${folder}`, ...args], {
          ...env,
          ...variables,
          // As `fleet` does, to save CPU.
          GOGC: '400',
          ...noProviderLog,
        }).ended,
      );
    },
    async publishDns() {
      const region = environment.regions[0] as string;
      for (const account of Object.keys(environment.accounts)) {
        const place = { endpoint, accountId: accountId(environment, account), region };
        await publishDns(place, stateBucket(environment, account), stateKey(region, 'email'));
      }
    },
    async stop() {
      await fleet(['local', 'down'], env);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
