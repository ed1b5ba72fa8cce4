import { staffGroups } from '../catalogue';
import type { Claims } from '../shared/grant';

const { attribute, claim, mark } = staffGroups;

/** Names that an environment file can give a role to. No other is handed on, whatever it is made of. */
const groupName = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** One value is kept as it is; several as one text in brackets, form-encoded, joined by commas, maybe with blanks. */
const namesOf = (text: string): string[] => /^\[(.*)\]$/s.exec(text)?.[1]?.split(/, ?/) ?? [text];

/**
 * The claim by which the identity pool knows a user's groups, such as `|payments-admins|support|`. The rules of an
 * identity pool compare substrings at best, and the attribute's own text would let `payments-admins-readonly` stand for
 * `payments-admins` (docs/decisions/0022-whole-group-names.md). Undefined for somebody without groups: no rule holds then.
 */
export function groupsClaim(attributes: Readonly<Record<string, string>>): Claims | undefined {
  const names = namesOf(attributes[attribute] ?? '').filter((name) => groupName.test(name));
  if (names.length === 0) return undefined;
  return { [claim]: `${mark}${[...new Set(names)].sort().join(mark)}${mark}` };
}
