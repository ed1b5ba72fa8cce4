import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { compareWithApplied } from '../applied/changed';
import { callerIdentity } from '../aws/credentials';
import type { CommandResult, Context } from '../cli/context';
import type { CommonFlags } from '../cli/flags';
import { privateFolder } from '../cli/workspace';
import { selectAndSynth } from '../selection/select';
import type { Selection } from '../selection/selection';
import { describeStatus, type FleetStatus } from './describe';
import { statusPage } from './page';
import { readParity } from './parity';
import { stackStatus } from './stack-status';

/** Flags of `fleet status`. */
export interface StatusFlags extends CommonFlags, Selection {
  /** Folder for the page. */
  out?: string;
}

/**
 * `fleet status`: what is deployed where, at which version, and whether it matches configuration. Reads the applied
 * records and the registries as the plan role; does not start Terraform or read resources.
 */
export async function statusCommand(context: Context, flags: StatusFlags): Promise<CommandResult> {
  const { environment, loaded, stacks } = await selectAndSynth(context, flags);
  await callerIdentity(environment.regions[0] as string, context.env);
  const compared = await compareWithApplied(context, environment, stacks, 'look');
  const now = new Date();
  const deployed = compared.filter((one) => one.deployed).map(({ stack }) => stack.id);
  const status: FleetStatus = {
    environment: environment.name,
    at: now.toISOString(),
    regions: environment.regions.filter((region) => stacks.some((stack) => stack.region === region)),
    stacks: compared.map((one) => stackStatus(one, now)),
    parity: await readParity(loaded, new Set(deployed)),
  };
  const to = flags.out ? resolve(flags.out) : privateFolder(context.workspace.state, 'status');
  mkdirSync(to, { recursive: true });
  const page = join(to, `${environment.name}.html`);
  writeFileSync(page, statusPage(status), { mode: 0o600 });
  return { data: { ...status, page }, text: `${describeStatus(status)}\n${page}` };
}
