import { failure } from '../cli/errors';

/** What one role has done since the local AWS started, from `/_local/rights`. */
export interface RoleRights {
  /** ARN. */
  role: string;
  used: { action: string; resources: string[] }[];
  /** Actions that its policies allow but that it never used. */
  unused: string[];
  /** Sids of statements without which every request would still have been allowed. */
  idle: string[];
  refused: { action: string; resource: string; why: string }[];
}

/** Reads it from the local AWS at this address. */
export async function readRights(endpoint: string): Promise<RoleRights[]> {
  const answer = await fetch(`${endpoint}/_local/rights`);
  if (!answer.ok)
    throw failure(`${endpoint}/_local/rights answered ${answer.status}`, 'see the log of the local AWS');
  return (await answer.json()) as RoleRights[];
}

const indented = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`  ${title}:`, ...lines.map((line) => `    ${line}`)] : [];

/** One line per service: `dynamodb: CreateTable, GetItem`. */
function byService(actions: readonly string[]): string[] {
  const services = new Map<string, string[]>();
  for (const action of actions) {
    const [service = '', name = ''] = action.split(':');
    services.set(service, [...(services.get(service) ?? []), name]);
  }
  return [...services].map(([service, names]) => `${service}: ${names.join(', ')}`);
}

const describe = ({ role, used, unused, idle, refused }: RoleRights): string =>
  [
    `${role}: ${used.length} actions used, ${unused.length} never used, ${refused.length} refused`,
    ...indented('used', byService(used.map(({ action }) => action))),
    ...indented('granted, never used', byService(unused)),
    ...indented('statements that were never needed', idle.length > 0 ? [idle.join(', ')] : []),
    ...indented(
      'refused',
      refused.map(({ action, resource, why }) => `${action} on ${resource} ${why}`),
    ),
  ].join('\n');

/** A human-readable report. */
export const describeRights = (roles: readonly RoleRights[]): string =>
  roles.length > 0
    ? roles.map(describe).join('\n\n')
    : 'no role has made a request yet (requests of the organisation’s own role are not counted)';
