import { staffGroups } from '../catalogue';
import type { Claims } from '../shared/grant';

const { attribute, claim, mark } = staffGroups;

/** Group names that an environment file can map to a role. Others are dropped. */
const groupName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** A single value is stored as is; several as one bracketed text, form-encoded, joined by commas, maybe with blanks. */
const namesOf = (text: string): string[] => /^\[(.*)\]$/s.exec(text)?.[1]?.split(/, ?/) ?? [text];

/**
 * The claim that gives the identity pool a user's groups, such as `|payments-admins|support|`. An identity
 * pool's rules compare substrings at best, so with the attribute's raw text `payments-admins-readonly` would match
 * `payments-admins` (docs/decisions/0022-whole-group-names.md). Undefined for users without groups: no rule then matches.
 */
export function groupsClaim(attributes: Readonly<Record<string, string>>): Claims | undefined {
  const names = namesOf(attributes[attribute] ?? '').filter((name) => groupName.test(name));
  if (names.length === 0) return undefined;
  return { [claim]: `${mark}${[...new Set(names)].sort().join(mark)}${mark}` };
}
