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

/** A finding for each claim to what another owner claimed before; `wrong` words it, and is told who that was. */
export function oneOwner(
  claims: readonly Claim[],
  wrong: (first: string, claim: Claim) => Omit<Finding, 'file' | 'path'>,
): Finding[] {
  const owners = new Map<string, string>();
  return claims.flatMap((claim) => {
    const { thing, owner, file, path } = claim;
    const first = owners.get(thing) ?? owner;
    owners.set(thing, first);
    return first === owner ? [] : [{ file, path, ...wrong(first, claim) }];
  });
}
