import type { IncomingMessage } from 'node:http';
import { type PassedOn, passOn } from '../pass-on';

/** An endpoint that forwards to the local AWS and records the calls. */
export interface Recorded extends PassedOn {
  /** All calls since the last time, sorted, without duplicates: `sts:AssumeRole`, `GET /bucket/key`. */
  take(): string[];
}

/** Name of a call: its operation if the protocol has one, else its method and path. */
function nameOf({ headers, method, url = '' }: IncomingMessage, body: Buffer): string {
  const target = headers['x-amz-target'];
  if (target) return String(target);
  const form = /^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? '');
  const action = form ? new URLSearchParams(body.toString()).get('Action') : null;
  return action ?? `${method} ${url.split('?')[0]}`;
}

/** Starts recording. */
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

/** Names of calls that write nothing; unnamed calls with these methods only read. */
const reads = /^(GET|HEAD) |^([\w]+\.)?(Assume|BatchGet|Describe|Get|List)\w*$/;

/** Calls that may have written something. */
export const writesAmong = (calls: readonly string[]): string[] => calls.filter((call) => !reads.test(call));
