import { failure } from '../cli/errors';

/** What one role has done on the local AWS since that started: the answer of `/_local/rights`, apart from `local/`. */
export interface RoleRights {
  /** ARN. */
  role: string;
  used: { action: string; resources: string[] }[];
  /** Actions that its policies allow, and that it never used. */
  unused: string[];
  /** Sids of statements without which everything would still have been allowed. */
  idle: string[];
  refused: { action: string; resource: string; why: string }[];
}

/** Asks the local AWS at this address. */
export async function readRights(endpoint: string): Promise<RoleRights[]> {
  const answer = await fetch(`${endpoint}/_local/rights`);
  if (!answer.ok)
    throw failure(`${endpoint}/_local/rights answered ${answer.status}`, 'see the log of the local AWS');
  return (await answer.json()) as RoleRights[];
}

const indented = (title: string, lines: readonly string[]): string[] =>
  lines.length > 0 ? [`  ${title}:`, ...lines.map((line) => `    ${line}`)] : [];

/** Actions of one service on a line each: `dynamodb: CreateTable, GetItem`. */
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
    ...indented('statements that nothing needed', idle.length > 0 ? [idle.join(', ')] : []),
    ...indented(
      'refused',
      refused.map(({ action, resource, why }) => `${action} on ${resource} ${why}`),
    ),
  ].join('\n');

/** A report for people. */
export const describeRights = (roles: readonly RoleRights[]): string =>
  roles.length > 0
    ? roles.map(describe).join('\n\n')
    : 'no role has asked for anything yet (what the organisation’s own role does is not judged)';
