import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountId, roleArn, stateBucket, stateKey } from '../../../environments/names';
import { poolAccess } from '../../../scripts/aws/pool-access';
import type { Stage } from '../../../scripts/demo/stage';
import { useLocalAws } from '../../../scripts/local/environment';
import { standInForOrganisation } from '../../../scripts/local/organisation';
import { everyOptionAtHome } from '../../stacks/every-option';
import { fleetOn, writeEveryOption } from '../../stacks/every-option-root';
import { publishDns } from '../fleet/cloud';
import { type Ended, fleet, ok, type Running, start } from '../fleet/fleet';
import { assumed, pipeline } from '../local/clients';

/** Where a command runs other than on the environment as it was rolled out. */
export interface Elsewhere {
  /** The project. */
  root: string;
  /** Everything that the command writes: of its own, so that searches of the other find what they always do. */
  state: string;
  env?: NodeJS.ProcessEnv;
}

/** The environment with every option on, in one region of a local AWS of its own. */
export interface Applied extends Stage {
  /** Everything that the command writes. */
  state: string;
  /** Starts `fleet` on the environment. */
  start(...args: string[]): Running;
  /** The same to its end; throws unless it ends with 0. */
  run(...args: string[]): Promise<Ended>;
  /** Runs `fleet` on another checkout, however it ends. */
  attempt(elsewhere: Elsewhere, ...args: string[]): Promise<Ended>;
  /** The same as a pipeline's job runs it, which is nothing but one of the roles of one account. */
  runAs(role: string, account: string, ...args: string[]): Promise<Ended>;
  /** Runs Terraform in the folder in which the last rollout of a stack ran it, and throws unless it ends with 0. */
  terraform(stack: string, ...args: string[]): Promise<Ended>;
  /** Puts the DNS records of every identity to mail from in place, as the `email` stacks tell them. */
  publishDns(): Promise<void>;
}

/** Starts a local AWS for the environment; nothing is rolled out yet. `stop` ends it and removes every file. */
export async function startEveryOption(): Promise<Applied & { stop(): Promise<void> }> {
  const loaded = everyOptionAtHome;
  const folder = mkdtempSync(join(tmpdir(), 'every-option-'));
  const [root, state] = [join(folder, 'root'), join(folder, 'fleet')];
  const env: NodeJS.ProcessEnv = { ...process.env, FLEET_DIR: state };
  writeEveryOption(root, loaded);
  const { endpoint } = JSON.parse(ok(await fleet(['local', 'up', '--port', '0', '--json'], env)).stdout);
  const { variables } = JSON.parse(ok(await fleet(['local', 'env', '--json'], env)).stdout);
  await standInForOrganisation(endpoint, [loaded.environment]);
  // The SDK clients of this very process, too.
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
          // As `fleet` runs it: fewer garbage collections of the provider.
          GOGC: '400',
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
