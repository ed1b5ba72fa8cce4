import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEvent } from '../../../scripts/terraform/events';

/** Which resources the applies of one run make: types by address with its stack. */
export interface Making {
  /** Begun, and not answered yet. */
  underWay: Map<string, string>;
  /** Made. Their state may not be saved. */
  made: Map<string, string>;
}

/** Reads what Terraform's logs of the newest run say of resources that it creates. */
export function makingNow(state: string): Making {
  const runs = join(state, 'runs');
  const newest = existsSync(runs) ? readdirSync(runs).sort().at(-1) : undefined;
  const making: Making = { underWay: new Map(), made: new Map() };
  if (!newest) return making;
  for (const name of readdirSync(join(runs, newest))) {
    for (const line of readFileSync(join(runs, newest, name), 'utf8').split('\n')) {
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
