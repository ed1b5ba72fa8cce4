import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '../../../scripts/terraform/events';

/** Resources that the applies of one run create: types by stack and address. */
export interface Making {
  /** Started, but not completed yet. */
  underWay: Map<string, string>;
  /** Created. Their state may not be saved. */
  made: Map<string, string>;
}

/** The folder of the newest run's logs; undefined before there is one. */
export function newestRun(state: string): string | undefined {
  const runs = join(state, 'runs');
  const newest = existsSync(runs) ? readdirSync(runs).sort().at(-1) : undefined;
  return newest && join(runs, newest);
}

/** Reads from Terraform's logs which resources a run creates. */
export function makingIn(logs: string | undefined): Making {
  const making: Making = { underWay: new Map(), made: new Map() };
  for (const name of logs ? readdirSync(logs) : []) {
    for (const line of readFileSync(join(logs as string, name), 'utf8').split('\n')) {
      const event = parseEvent(line);
      if (!('hook' in event) || event.hook.action !== 'create') continue;
      const { addr, resource_type: type = '' } = event.hook.resource;
      const address = `${name} ${addr}`;
      if (event.type === 'apply_start') making.underWay.set(address, type);
      if (event.type === 'apply_complete' || event.type === 'apply_errored') making.underWay.delete(address);
      if (event.type === 'apply_complete') making.made.set(address, type);
    }
  }
  return making;
}

/** Types of resources, without repetition. */
export const typesOf = (resources: ReadonlyMap<string, string>): string[] =>
  [...new Set(resources.values())].sort();
