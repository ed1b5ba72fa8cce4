import type { PolicyOverlay } from '../../environments/schema';
import { kindFolder, type StoreKind, storeKinds } from './cedar';
import type { PolicyProblem } from './check';
import { checkKind } from './check-kind';
import { namespaceIn } from './namespace';
import { checkOverlays } from './overlays';
import { policyFile } from './source';

/** Verified Permissions: policy templates in one store. */
const templateLimit = 40;

interface File {
  path: string;
}

/** A problem if `files` do not fit into their store beside `others`, reported on the first that does not. */
function tooManyTemplates(others: readonly File[], files: readonly File[]): PolicyProblem[] {
  const templates = [...others, ...files].filter(({ path }) => path.endsWith('.template.cedar'));
  const first = templates[templateLimit];
  if (!first || !files.includes(first)) return [];
  const message = `its store would have ${templates.length} templates; Verified Permissions allows ${templateLimit}`;
  return [
    { file: first.path, path: '', value: undefined, message, remedy: 'remove templates, or merge some' },
  ];
}

function kindProblems(kind: StoreKind, root?: string): PolicyProblem[] {
  return [...checkKind(kind, root), ...tooManyTemplates([], kindFolder(kind, root).policies)];
}

/** Every mistake in the policies that one tenant or service has of its own. */
export function overlayProblems({ of, policies, decisions }: PolicyOverlay, root?: string): PolicyProblem[] {
  const files = policies.map(({ path, text }) => policyFile(path, text));
  return [
    ...checkOverlays(of, files, decisions, root),
    ...tooManyTemplates(kindFolder(of, root).policies, files),
  ];
}

/** The edge uses entity types of one namespace for stores of every kind. */
function otherNamespaces(root?: string): PolicyProblem[] {
  const schemas = storeKinds.map((kind) => kindFolder(kind, root).schema);
  const [first = '', ...others] = [...new Set(schemas.map(({ text }) => namespaceIn(text)).filter(Boolean))];
  if (others.length === 0) return [];
  return schemas
    .filter(({ text }) => others.includes(namespaceIn(text)))
    .map(({ path, text }) => ({
      file: path,
      path: '',
      value: namespaceIn(text),
      message: `has a different namespace from ${schemas[0]?.path}`,
      remedy: `write namespace ${first}, in its policies too; or change it in every kind`,
    }));
}

/** Runs a check, or skips it if the same content had no problems before. */
export type Judge = (content: unknown, check: () => PolicyProblem[]) => PolicyProblem[];

/**
 * Every mistake in any policy, and every golden decision that does not hold: for each kind of store, as the
 * project under `root` has it, and in the policies that individual tenants and services add.
 */
export const policyProblems = (
  overlays: readonly PolicyOverlay[],
  root?: string,
  judge: Judge = (_, check) => check(),
): PolicyProblem[] => [
  ...otherNamespaces(root),
  ...storeKinds.flatMap((kind) => judge([kind, kindFolder(kind, root)], () => kindProblems(kind, root))),
  ...overlays.flatMap((overlay) =>
    judge([overlay, kindFolder(overlay.of, root)], () => overlayProblems(overlay, root)),
  ),
];
