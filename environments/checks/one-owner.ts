import type { Finding } from '../loading/finding';

/** Somebody's claim to what only one may have. */
export interface Claim {
  /** What is claimed, spelt as it is compared. */
  thing: string;
  /** Who claims it, as messages name them. Claiming it again is no contest with oneself. */
  owner: string;
  file: string;
  path: readonly PropertyKey[];
}

/** Findings about what another owner claimed before, one cause a thing; `wrong` words it, and is told who that was. */
export function oneOwner(
  claims: readonly Claim[],
  wrong: (first: string, claim: Claim) => Omit<Finding, 'file' | 'path'>,
): Finding[] {
  const owners = new Map<string, Claim>();
  return claims.flatMap((claim) => {
    const { thing, owner, file, path } = claim;
    const first = owners.get(thing) ?? claim;
    owners.set(thing, first);
    if (first.owner === owner) return [];
    const told = wrong(first.owner, claim);
    return [{ file, path, cause: JSON.stringify([told.message, thing, first.file]), ...told }];
  });
}
