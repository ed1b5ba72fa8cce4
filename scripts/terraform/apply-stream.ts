import { existsSync, readFileSync } from 'node:fs';
import { parseEvent } from './events';

/** What Terraform's output says about an apply, however it ended. */
export interface ApplyStream {
  /** Addresses whose creation started. */
  begun: ReadonlySet<string>;
  /** Addresses that were created, with the attribute value that identifies them in AWS. */
  created: ReadonlyMap<string, string>;
  /** Addresses that AWS refused to create. */
  refused: ReadonlySet<string>;
  /** It completed without an error and saved its state. */
  finished: boolean;
  /** A line is incomplete: on a full disk others may be missing, so `begun` may be too. */
  torn: boolean;
}

/** Errors that leave open whether AWS carried out the request, so the resource may exist. */
const unanswered =
  /connection (reset|refused)|broken pipe|\bEOF\b|i\/o timeout|request send failed|deadline exceeded|canceled/i;

function isTorn(line: string): boolean {
  try {
    JSON.parse(line);
    return false;
  } catch {
    return true;
  }
}

/** Reads the output of an apply: a log of `terraform apply -json`, whose last line may be incomplete. */
export function readApplyStream(text: string): ApplyStream {
  const begun = new Set<string>();
  const created = new Map<string, string>();
  const failed = new Map<string, string>();
  let finished = false;
  let errors = false;
  let torn = false;
  for (const line of text.split('\n')) {
    const event = parseEvent(line);
    if (event.type === 'other' && line.startsWith('{')) torn ||= isTorn(line);
    if (event.type === 'change_summary' && event.changes.operation === 'apply') finished = true;
    if (event.type === 'diagnostic' && event.diagnostic.severity === 'error') {
      errors = true;
      const { address, summary, detail } = event.diagnostic;
      if (address) failed.set(address, `${failed.get(address) ?? ''}${summary}\n${detail}\n`);
    }
    if (!('hook' in event) || event.hook.action !== 'create') continue;
    const { addr } = event.hook.resource;
    if (event.type === 'apply_start') begun.add(addr);
    if (event.type === 'apply_complete') created.set(addr, event.hook.id_value ?? '');
  }
  const refused = [...failed].filter(([, text]) => !unanswered.test(text)).map(([address]) => address);
  return { begun, created, refused: new Set(refused), finished: finished && !errors, torn };
}

/** The same for a log file; undefined if it is not on this machine. */
export const applyStreamOf = (log: string): ApplyStream | undefined =>
  existsSync(log) ? readApplyStream(readFileSync(log, 'utf8')) : undefined;
