import type { Command } from 'commander';
import type { Run } from '../cli/context';
import { registerBootstrap } from './tenant/bootstrap';
import { registerMove } from './tenant/move';
import { registerOffboard } from './tenant/offboard';
import { registerShow } from './tenant/show';
import { registerSuspend } from './tenant/suspend';

/** Every subcommand of `fleet tenant`, a file each in `tenant/`. */
const subcommands: ((tenant: Command, run: Run) => void)[] = [
  registerBootstrap,
  registerShow,
  registerSuspend,
  registerMove,
  registerOffboard,
];

/** `fleet tenant` */
export function registerTenant(program: Command, run: Run): void {
  const tenant = program.command('tenant').description('create, inspect, suspend, move and offboard tenants');
  for (const register of subcommands) register(tenant, run);
}
