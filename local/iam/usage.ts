import type { Rights } from '../sts/rights';
import type { Asked } from './asked';
import { like, list } from './conditions';
import { type Caller, judge, type Refusal } from './judge';
import { allowingStatements } from './policy';

/** One action that a role requested on one resource, with its context. */
export type Request = Omit<Asked, 'resources'> & { resource: string };

interface Seen {
  caller: Caller;
  allowed: Map<string, Request>;
  refused: Map<string, { request: Request; why: Refusal }>;
}

/** What one role has done since the local AWS started. */
export interface RoleReport {
  /** ARN. */
  role: string;
  used: { action: string; resources: string[] }[];
  /** Actions that its policies allow but that it never used. */
  unused: string[];
  /** Sids of statements that no allowed request needed. */
  idle: string[];
  refused: { action: string; resource: string; why: string }[];
}

const sorted = <T>(items: Iterable<T>, key: (item: T) => string): T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));

const allowedIn = ({ policies }: Pick<Rights, 'policies'>) =>
  policies.flatMap(({ Statement }) => list(Statement)).filter(({ Effect }) => Effect === 'Allow');

/** Actions that a role's policies allow and that were not used. */
function unusedIn(rights: Rights, used: ReadonlySet<string>): string[] {
  const granted = allowedIn(rights).flatMap(({ Action }) => list(Action ?? []));
  const names = [...used].map((action) => action.toLowerCase());
  return [...new Set(granted)]
    .filter((pattern) => !names.some((action) => like(pattern.toLowerCase(), action)))
    .sort();
}

/** Statements that none of these requests needed. */
function idleIn(rights: Rights, { caller, allowed }: Pick<Seen, 'caller' | 'allowed'>): string[] {
  const needed = new Set<string>();
  for (const request of allowed.values()) {
    const [only, another] = allowingStatements(rights.policies, request);
    if (!only?.Sid || another || needed.has(only.Sid)) continue;
    const policies = rights.policies.map(({ Statement }) => ({
      Statement: list(Statement).filter(({ Sid }) => Sid !== only.Sid),
    }));
    if (judge(caller, { ...rights, policies }, request)) needed.add(only.Sid);
  }
  return allowedIn(rights).flatMap(({ Sid }) => (Sid && !needed.has(Sid) ? [Sid] : []));
}

/** What roles have requested since the local AWS started. */
export class Usage {
  private readonly roles = new Map<string, Seen>();

  note(caller: Caller, request: Request, why: Refusal | undefined): void {
    const role = caller.role?.arn ?? '';
    const seen = this.roles.get(role) ?? { caller, allowed: new Map(), refused: new Map() };
    this.roles.set(role, seen);
    if (why) seen.refused.set(`${request.action} ${request.resource}`, { request, why });
    else {
      const { action, resource, context } = request;
      seen.allowed.set(JSON.stringify({ action, resource, context }), request);
    }
  }

  /** By role, sorted by ARN. `rightsOf` returns a role's current permissions. */
  async report(rightsOf: (role: string) => Promise<Rights>): Promise<RoleReport[]> {
    return Promise.all(
      sorted(this.roles, ([role]) => role).map(async ([role, seen]) => {
        const rights = await rightsOf(role);
        const used = new Map<string, Set<string>>();
        for (const { action, resource } of seen.allowed.values())
          used.set(action, (used.get(action) ?? new Set()).add(resource));
        return {
          role,
          used: sorted(used, ([action]) => action).map(([action, resources]) => ({
            action,
            resources: [...resources].sort(),
          })),
          unused: unusedIn(rights, new Set(used.keys())),
          idle: idleIn(rights, seen),
          refused: sorted(seen.refused, ([key]) => key).map(([, { request, why }]) => ({
            action: request.action,
            resource: request.resource,
            why,
          })),
        };
      }),
    );
  }
}
