import { formatProblems } from '../../environments/problems';
import { contentOf, kindFolder, type StoreContent, type StoreKind, storeContent } from './cedar';
import { checkPolicyFolder, type PolicyProblem } from './check';
import { checkDecisions } from './check-decisions';
import { decide } from './decide';
import { type Golden, parseDecisions } from './decisions';
import type { PolicyFile, PolicyFolder, TextFile } from './source';

/** An overlay with the name of one of the kind's policies would replace it, which could break isolation. */
function takenNames(kind: StoreKind, own: readonly PolicyFile[], overlays: readonly PolicyFile[]) {
  return overlays.flatMap((overlay): PolicyProblem[] => {
    const taken = own.find(({ name }) => name === overlay.name);
    if (!taken) return [];
    const message = `policies of the kind ${kind} have this name already: ${taken.path}`;
    const remedy = 'give the file another name; an overlay adds to the kind’s policies and replaces none';
    return [{ file: overlay.path, path: '', value: undefined, message, remedy }];
  });
}

const checkFiles = (kind: StoreKind, { schema, policies }: PolicyFolder, overlays: readonly PolicyFile[]) => [
  ...takenNames(kind, policies, overlays),
  ...checkPolicyFolder({ schema, policies: [...overlays], unknownFiles: [], unreadable: [] }),
];

const byName = (a: PolicyFile, b: PolicyFile) => (a.name < b.name ? -1 : 1);

const joined = ({ schema, policies }: PolicyFolder, overlays: readonly PolicyFile[]) =>
  contentOf({ schema, policies: [...policies, ...overlays].sort(byName) });

/** The kind's golden decisions, except those that the tenant or service redefines under the same name. */
function unchanged(ofKind: readonly Golden[], own: readonly Golden[]): Golden[] {
  const restated = new Set(own.map(({ name }) => name));
  return ofKind.filter(({ name }) => !restated.has(name));
}

/** Whether policies decide as a golden decision says; false if they cannot decide at all. */
function decides(content: StoreContent, golden: Golden): boolean {
  try {
    return decide(content, golden).decision === golden.decision;
  } catch {
    return false;
  }
}

/** A golden decision of the kind that an overlay silently overrides. */
function overriddenDecisions(
  content: StoreContent,
  ofKind: readonly Golden[],
  overlays: readonly PolicyFile[],
) {
  return ofKind.flatMap((golden): PolicyProblem[] => {
    const { decision, by } = decide(content, golden);
    if (decision === golden.decision) return [];
    const file = overlays.find(({ name }) => by.includes(name));
    const message = `makes the kind’s golden decision "${golden.name}" ${decision} instead of ${golden.decision}`;
    const remedy =
      'narrow the policy, or state this decision under the same name in decisions.json beside it';
    return [{ file: file?.path ?? '', line: 1, path: '', value: undefined, message, remedy }];
  });
}

/** Overlays may decide what the kind leaves open; `checkOverlays` reports where they override it. */
function asDecidedWith(content: StoreContent, golden: Golden): Golden {
  try {
    const { decision, by } = decide(content, golden);
    return decision === golden.decision ? { ...golden, by } : golden;
  } catch {
    return golden;
  }
}

/** Golden decisions of a store with overlays: those it keeps from the kind, then the tenant's or service's own. */
export const joinedDecisions = (
  content: StoreContent,
  ofKind: readonly Golden[],
  own: readonly Golden[],
): Golden[] => [...unchanged(ofKind, own).map((golden) => asDecidedWith(content, golden)), ...own];

/**
 * Every mistake in the overlays of one tenant or service: each is checked like a policy of the kind's folder, against
 * the kind's schema; none may take a name from the kind; their golden decisions must hold; and the kind's must not be
 * overridden unless redefined there. `checkKind` reports mistakes of the kind itself.
 */
export function checkOverlays(
  kind: StoreKind,
  files: readonly PolicyFile[],
  decisions?: TextFile,
  root?: string,
): PolicyProblem[] {
  const folder = kindFolder(kind, root);
  const own = decisions && parseDecisions(decisions);
  const inFiles = checkFiles(kind, folder, files).filter(({ file }) => file !== folder.schema.path);
  const broken = [...inFiles, ...(own?.problems ?? [])];
  if (broken.length > 0 || checkPolicyFolder(folder).length > 0) return broken;
  const content = joined(folder, files);
  const ofKind = folder.decisions ? parseDecisions(folder.decisions).decisions : [];
  // A decision that the kind's own policies already miss is not overridden by an overlay.
  const alone = contentOf(folder);
  const kept = (golden: Golden) => decides(alone, golden);
  return [
    ...(decisions ? checkDecisions(content, decisions) : []),
    ...overriddenDecisions(content, unchanged(ofKind, own?.decisions ?? []).filter(kept), files),
  ];
}

const contents = new Map<string, StoreContent>();

/**
 * The store content of one tenant or service: the kind's and the overlays beside its file. Cached for the
 * same files, since a tenant has a store in each of its regions.
 * Throws with every problem, with file and line, if anything in them is wrong.
 */
export function storeContentWith(kind: StoreKind, overlays: readonly PolicyFile[]): StoreContent {
  if (overlays.length === 0) return storeContent(kind);
  const key = JSON.stringify([kind, overlays]);
  const known = contents.get(key);
  if (known) return known;
  const folder = kindFolder(kind);
  const problems = checkFiles(kind, folder, overlays);
  if (problems.length > 0) throw new Error(formatProblems(problems));
  const content = joined(folder, overlays);
  contents.set(key, content);
  return content;
}
