import type { Candidate, Found, Importable } from './kind';

/** The decision about one resource. */
export type Decision =
  | { is: 'found'; attributes: Found }
  | { is: 'absent' }
  | { is: 'ambiguous'; candidates: string[]; why: string };

/** What a decision depends on, besides what is in AWS. */
export interface Circumstances {
  /** Tags of our resources. */
  tags: Readonly<Record<string, string>>;
  /** The id that the broken-off apply reported. */
  created: string | undefined;
  /** The address at which the state already has it, by import id. */
  holder(importId: string): string | undefined;
}

const carries = ({ tags }: Candidate, wanted: Circumstances['tags']) =>
  tags === undefined || Object.entries(wanted).every(([key, value]) => tags[key] === value);

/** For types with unique names: the candidate is ours, or in the way. */
function named(
  { importId }: Importable,
  [candidate]: readonly Candidate[],
  { tags, holder }: Circumstances,
): Decision {
  if (!candidate) return { is: 'absent' };
  const id = importId(candidate.attributes);
  const held = holder(id);
  const ambiguous = (why: string): Decision => ({ is: 'ambiguous', candidates: [id], why });
  if (held) return ambiguous(`the state already has it as ${held}`);
  if (!candidate.matches) return ambiguous('it exists, but is not what configuration says');
  if (!carries(candidate, tags))
    return ambiguous("it exists without this stack's tags: something else created it");
  return { is: 'found', attributes: candidate.attributes };
}

/** For types with generated ids: the one that was reported, or the only one that matches. */
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
      why: `the apply reported ${created}, which is gone; this one looks the same`,
    };
  if (others.length > 0)
    return { is: 'ambiguous', candidates: ids, why: 'it may be any of them, and none is in the state' };
  return { is: 'found', attributes: first.attributes };
}

/** Decides which candidate in AWS is the resource. Never guesses. */
export const choose = (
  kind: Importable,
  candidates: readonly Candidate[],
  circumstances: Circumstances,
): Decision => (kind.by === 'name' ? named : listed)(kind, candidates, circumstances);
