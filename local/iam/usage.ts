import type { Rights } from '../sts/rights';
import { like, list } from './conditions';
import type { Refusal } from './judge';

/** One thing that a role asked for. */
export interface Noted {
  action: string;
  resource: string;
  /** Why it was refused; left out when it was allowed. */
  why?: Refusal | undefined;
}

/** What one role has used, and what it was refused, each once. */
export interface RoleUsage {
  role: string;
  used: { action: string; resources: string[] }[];
  refused: { action: string; resource: string; why: string }[];
}

/** With what the role was granted and never used, in the words of its policies. */
export interface RoleReport extends RoleUsage {
  unused: string[];
}

/** Actions that a role's policies allow, and that it never used. */
export const unusedIn = (
  { policies }: Pick<Rights, 'policies'>,
  { used }: Pick<RoleUsage, 'used'>,
): string[] => {
  const granted = policies
    .flatMap(({ Statement }) => list(Statement))
    .flatMap(({ Effect, Action }) => (Effect === 'Allow' ? list(Action ?? []) : []));
  return [...new Set(granted)]
    .filter((pattern) => !used.some(({ action }) => like(pattern.toLowerCase(), action.toLowerCase())))
    .sort();
};

const sorted = <T>(items: Iterable<T>, key: (item: T) => string): T[] =>
  [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));

/** What roles have asked for since the local AWS started. */
export class Usage {
  private readonly roles = new Map<string, { used: Map<string, Set<string>>; refused: Map<string, Noted> }>();

  note(role: string, noted: Noted): void {
    const known = this.roles.get(role) ?? { used: new Map(), refused: new Map() };
    this.roles.set(role, known);
    if (noted.why) {
      known.refused.set(`${noted.action} ${noted.resource}`, noted);
      return;
    }
    const resources = known.used.get(noted.action) ?? new Set();
    known.used.set(noted.action, resources.add(noted.resource));
  }

  /** By role, in the order of their ARNs. */
  report(): RoleUsage[] {
    return sorted(this.roles, ([role]) => role).map(([role, { used, refused }]) => ({
      role,
      used: sorted(used, ([action]) => action).map(([action, resources]) => ({
        action,
        resources: [...resources].sort(),
      })),
      refused: sorted(refused.values(), ({ action, resource }) => `${action} ${resource}`).map(
        ({ action, resource, why = '' }) => ({ action, resource, why }),
      ),
    }));
  }
}
