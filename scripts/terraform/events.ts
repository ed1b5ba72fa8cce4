/** The part of Terraform's `-json` output that we use, one object per line. */
export type TerraformEvent =
  | {
      type: 'planned_change' | 'resource_drift';
      /** `importing`: an import may also change the resource; `action` is then only that change. */
      change: { resource: Resource; action: PlannedAction; importing?: object };
    }
  | { type: 'change_summary'; changes: ChangeSummary }
  | {
      type: 'apply_start' | 'apply_progress' | 'apply_complete' | 'apply_errored';
      /** `id_value`: only for created resources, if not sensitive. */
      hook: { resource: Resource; action: string; id_value?: string };
    }
  | { type: 'diagnostic'; diagnostic: Diagnostic }
  | { type: 'other'; message: string };

/** A resource in Terraform's stream. */
export interface Resource {
  addr: string;
  resource_type?: string;
}

export type PlannedAction = 'create' | 'update' | 'delete' | 'replace' | 'read' | 'move' | 'import' | 'noop';

/** Terraform's own count, in which a replacement is one `add` and one `remove`. */
export interface ChangeSummary {
  add: number;
  change: number;
  remove: number;
  operation: 'plan' | 'apply' | 'destroy';
}

/** An error or a warning. Terraform itself masks sensitive values. */
export interface Diagnostic {
  severity: 'error' | 'warning';
  summary: string;
  detail: string;
  address?: string;
  range?: { filename: string };
}

const known = [
  'planned_change',
  'resource_drift',
  'change_summary',
  'apply_start',
  'apply_progress',
  'apply_complete',
  'apply_errored',
  'diagnostic',
];

/** Parses one line of the stream. Anything but JSON, such as a crash report, becomes `other`. */
export function parseEvent(line: string): TerraformEvent {
  try {
    const event = JSON.parse(line);
    if (known.includes(event?.type)) return event;
    return { type: 'other', message: String(event?.['@message'] ?? line) };
  } catch {
    return { type: 'other', message: line };
  }
}

/** The holder of a state lock, as Terraform's error describes it. */
export interface LockInfo {
  id: string;
  who: string;
  operation: string;
  created: string;
}

/** Parses the lock's holder from a "state lock" error; undefined for any other error. */
export function lockInfo({ summary, detail }: Diagnostic): LockInfo | undefined {
  if (!/acquiring the state lock/i.test(summary)) return undefined;
  const field = (name: string) =>
    new RegExp(`^\\s*${name}:\\s*(.+?)\\s*$`, 'm').exec(detail)?.[1] ?? 'unknown';
  return { id: field('ID'), who: field('Who'), operation: field('Operation'), created: field('Created') };
}

/** The errors for people to read: summary, location and detail. */
export const formatErrors = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ summary, detail, address }) =>
      [address ? `${summary} (${address})` : summary, detail.trim()].filter(Boolean).join('\n'),
    )
    .join('\n\n');
