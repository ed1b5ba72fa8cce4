import { storeKinds } from '../../stacks/policies/cedar';
import type { StoreText, StoreTexts } from './stores';

/** Two contents to compare, of one store or of many with the same contents. */
export interface Subject {
  /** `tenant`, or `prod: tenant acme` if it has overlays. */
  name: string;
  before: StoreText | undefined;
  after: StoreText | undefined;
  /** Stores whose content is exactly `before`, in words; empty unless deployed stores are compared. */
  places: string[];
  /** What a reader should know besides the differences. */
  notes: string[];
}

/** Pairs the stores of two sets of files: each kind, then each owner of overlays on either side. */
export function fileSubjects(before: StoreTexts, after: StoreTexts, environment?: string): Subject[] {
  const subject = (name: string, old: StoreText | undefined, now: StoreText | undefined): Subject[] =>
    old || now ? [{ name, before: old, after: now, places: [], notes: [] }] : [];
  const owners = [...after.overlays, ...before.overlays].filter(
    (owner) => environment === undefined || owner.environment === environment,
  );
  const nameOf = ({ environment: of, type, id }: (typeof owners)[number]) => `${of}: ${type} ${id}`;
  const names = [...new Set(owners.map(nameOf))].sort();
  return [
    ...storeKinds.flatMap((kind) => subject(kind, before.kinds.get(kind), after.kinds.get(kind))),
    ...names.flatMap((name) => {
      const { type } = owners.find((owner) => nameOf(owner) === name) as (typeof owners)[number];
      // An owner with overlays on one side only has the kind's policies on the other.
      const of = ({ overlays, kinds }: StoreTexts) =>
        overlays.find((owner) => nameOf(owner) === name) ?? kinds.get(type);
      return subject(name, of(before), of(after));
    }),
  ];
}
