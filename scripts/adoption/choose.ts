import type { Candidate, Found, Importable } from './kind';

/** What was decided about one resource. */
export type Decision =
  | { is: 'found'; attributes: Found }
  | { is: 'absent' }
  | { is: 'ambiguous'; candidates: string[]; why: string };

/** What decides, besides what AWS has. */
export interface Circumstances {
  /** Tags that ours carry. */
  tags: Readonly<Record<string, string>>;
  /** The id that the broken-off apply reported. */
  created: string | undefined;
  /** The address that the state holds it at already, by import id. */
  holder(importId: string): string | undefined;
}

const carries = ({ tags }: Candidate, wanted: Circumstances['tags']) =>
  tags === undefined || Object.entries(wanted).every(([key, value]) => tags[key] === value);

/** Of what is called by a name that AWS has once: it is ours, or in the way. */
function named(
  { importId }: Importable,
  [candidate]: readonly Candidate[],
  { tags, holder }: Circumstances,
): Decision {
  if (!candidate) return { is: 'absent' };
  const id = importId(candidate.attributes);
  const held = holder(id);
  const ambiguous = (why: string): Decision => ({ is: 'ambiguous', candidates: [id], why });
  if (held) return ambiguous(`the state holds it as ${held}`);
  if (!candidate.matches) return ambiguous('it stands there, and is not what configuration says');
  if (!carries(candidate, tags))
    return ambiguous("it stands there without this stack's tags: somebody else made it");
  return { is: 'found', attributes: candidate.attributes };
}

/** Of what AWS makes up the ids of: the one that was reported, or the only one that matches. */
function listed(
  { importId }: Importable,
  candidates: readonly Candidate[],
  { tags, created, holder }: Circumstances,
): Decision {
  const free = candidates.filter(({ attributes }) => !holder(importId(attributes)));
  const reported = free.find(({ attributes }) => created !== undefined && attributes.id === created);
  if (reported) return { is: 'found', attributes: reported.attributes };
  const fitting = free.filter((candidate) => candidate.matches && carries(candidate, tags));
  const [first, ...others] = fitting;
  if (!first) return { is: 'absent' };
  const ids = fitting.map(({ attributes }) => importId(attributes)).sort();
  if (created !== undefined)
    return {
      is: 'ambiguous',
      candidates: ids,
      why: `the apply reported ${created}, which is gone; this is like it`,
    };
  if (others.length > 0)
    return { is: 'ambiguous', candidates: ids, why: 'any of them may be it, and the state holds none' };
  return { is: 'found', attributes: first.attributes };
}

/** Decides what a resource is, from everything in AWS that it may be. Guesses nothing. */
export const choose = (
  kind: Importable,
  candidates: readonly Candidate[],
  circumstances: Circumstances,
): Decision => (kind.by === 'name' ? named : listed)(kind, candidates, circumstances);
