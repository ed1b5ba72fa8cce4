import type { Finding } from '../loading/finding';

/** A claim to something that only one owner may have. */
export interface Claim {
  /** What is claimed, in the form in which it is compared. */
  thing: string;
  /** Who claims it, as messages name them. The same owner may claim it twice. */
  owner: string;
  file: string;
  path: readonly PropertyKey[];
}

/** A finding for each later owner's claim, one cause per thing; `wrong` words it, given the first owner. */
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
    const problem = wrong(first.owner, claim);
    return [{ file, path, cause: JSON.stringify([problem.message, thing, first.file]), ...problem }];
  });
}
