import type { IncomingMessage } from 'node:http';
import { type PassedOn, passOn } from '../pass-on';

/** An address that leads to the local AWS, and remembers what it was asked. */
export interface Recorded extends PassedOn {
  /** Everything that was asked since the last time, each once, sorted: `sts:AssumeRole`, `GET /bucket/key`. */
  take(): string[];
}

/** What is asked for: by its name where the protocol has one, else by method and path. */
function nameOf({ headers, method, url = '' }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (target) return String(target);
  const form = /^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '');
  const action = form ? new URLSearchParams(body.toString()).get('Action') : null;
  return action ?? `${method} ${url.split('?')[0]}`;
}

/** Starts to record. */
export async function record(endpoint: string): Promise<Recorded> {
  let seen = new Set<string>();
  const passed = await passOn(endpoint, (incoming, body) => seen.add(nameOf(incoming, body)));
  return {
    ...passed,
    take() {
      const taken = [...seen].sort();
      seen = new Set();
      return taken;
    },
  };
}

/** Names of calls that write nothing; of those without a name, only reading has this method. */
const reads = /^(GET|HEAD) |^([\w]+\.)?(Assume|BatchGet|Describe|Get|List)\w*$/;

/** Those that may have written something. */
export const writesAmong = (calls: readonly string[]): string[] => calls.filter((call) => !reads.test(call));
