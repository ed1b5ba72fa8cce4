/** What Terraform reports with `-json`, one object a line, as far as we use it. */
export type TerraformEvent =
  | {
      type: 'planned_change' | 'resource_drift';
      /** `importing`: what is imported may be changed at once; then `action` says only that. */
      change: { resource: Resource; action: PlannedAction; importing?: object };
    }
  | { type: 'change_summary'; changes: ChangeSummary }
  | {
      type: 'apply_start' | 'apply_progress' | 'apply_complete' | 'apply_errored';
      /** `id_value`: of what was created, and is not sensitive. */
      hook: { resource: Resource; action: string; id_value?: string };
    }
  | { type: 'diagnostic'; diagnostic: Diagnostic }
  | { type: 'other'; message: string };

/** A resource as Terraform's stream names it. */
export interface Resource {
  addr: string;
  resource_type?: string;
}

export type PlannedAction = 'create' | 'update' | 'delete' | 'replace' | 'read' | 'move' | 'import' | 'noop';

/** Terraform's own count. A replacement is counted as one `add` and one `remove`. */
export interface ChangeSummary {
  add: number;
  change: number;
  remove: number;
  operation: 'plan' | 'apply' | 'destroy';
}

/** An error or a warning of Terraform. Sensitive values in it are masked by Terraform itself. */
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

/** One line of the stream. What is no JSON, such as a crash report, comes back as `other`. */
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

/** Reads who holds the lock from a "state lock" error; undefined for any other. */
export function lockInfo({ summary, detail }: Diagnostic): LockInfo | undefined {
  if (!/acquiring the state lock/i.test(summary)) return undefined;
  const field = (name: string) =>
    new RegExp(`^\\s*${name}:\\s*(.+?)\\s*$`, 'm').exec(detail)?.[1] ?? 'unknown';
  return { id: field('ID'), who: field('Who'), operation: field('Operation'), created: field('Created') };
}

/** The errors as text for a person: summary, where, and detail. */
export const formatErrors = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ summary, detail, address }) =>
      [address ? `${summary} (${address})` : summary, detail.trim()].filter(Boolean).join('\n'),
    )
    .join('\n\n');
