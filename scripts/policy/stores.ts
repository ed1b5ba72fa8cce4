import { formatProblems } from '../../environments/problems';
import { contentOf, type StoreContent, type StoreKind, storeKinds } from '../../stacks/policies/cedar';
import { type Golden, parseDecisions } from '../../stacks/policies/decisions';
import { joinedDecisions } from '../../stacks/policies/overlays';
import { policyFile } from '../../stacks/policies/source';
import { messageOf, usageError } from '../cli/errors';
import type { FileTexts } from './files';

/** The content of one policy store, and its golden decisions. */
export interface StoreText {
  content: StoreContent;
  golden: readonly Golden[];
}

/** The owner of overlays: an environment's tenant or service. */
export interface Owner {
  environment: string;
  type: 'tenant' | 'service';
  id: string;
}

/** The stores that a set of files defines: one per kind, and one per tenant or service with overlays. */
export interface StoreTexts {
  kinds: ReadonlyMap<StoreKind, StoreText>;
  overlays: readonly (Owner & StoreText)[];
  /** What could not be read and was left out. */
  warnings: string[];
}

/** The service kind's folder was once named after the flow. */
const foldersOf = (kind: StoreKind) => (kind === 'service' ? ['service', 'machine'] : [kind]);

const inFolder = (files: FileTexts, folder: string) =>
  [...files]
    .filter(([path]) => path.startsWith(`${folder}/`))
    .map(([path, text]) => ({ path, text, name: path.slice(folder.length + 1) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

type TextFiles = ReturnType<typeof inFolder>;

/**
 * Policies, schema and golden decisions from a kind's files and overlays.
 * Throws a usage error if the engine cannot read them.
 */
function storeText(ofKind: TextFiles, from: string, warnings: string[], overlays?: TextFiles): StoreText {
  const decisionsOf = (files: TextFiles) =>
    files
      .filter(({ name }) => name === 'decisions.json')
      .flatMap((file) => {
        const { decisions, problems } = parseDecisions(file);
        if (problems.length > 0) warnings.push(`${from}: left out:\n${formatProblems(problems)}`);
        return decisions;
      });
  const schema = ofKind.find(({ name }) => name === 'schema.cedarschema');
  const policies = [...ofKind, ...(overlays ?? [])]
    .filter(({ name }) => name.endsWith('.cedar'))
    .map(({ path, text }) => policyFile(path, text));
  try {
    const content = contentOf({ schema: schema ?? { path: '', text: '' }, policies });
    const golden = decisionsOf(ofKind);
    return {
      content,
      golden: overlays ? joinedDecisions(content, golden, decisionsOf(overlays)) : golden,
    };
  } catch (error) {
    throw usageError(`${from}: ${schema?.path}: ${messageOf(error)}`, 'fix it first: npx fleet check');
  }
}

/**
 * The stores that these files define.
 * @param from where the files come from, for messages
 */
export function storesOf(files: FileTexts, from: string): StoreTexts {
  const warnings: string[] = [];
  const ofKind = new Map(
    storeKinds.flatMap((kind) => {
      const folder = foldersOf(kind).find((name) => files.has(`stacks/policies/${name}/schema.cedarschema`));
      return folder ? [[kind, inFolder(files, `stacks/policies/${folder}`)] as const] : [];
    }),
  );
  const owners = new Map(
    [...files.keys()].flatMap((path) => {
      const [, folder, environment = '', types, id = ''] =
        /^(environments\/([^/]+)\/(tenants|services)\/([^/]+))\/./.exec(path) ?? [];
      const type = types === 'tenants' ? ('tenant' as const) : ('service' as const);
      return folder ? [[folder, { environment, type, id }] as const] : [];
    }),
  );
  return {
    kinds: new Map([...ofKind].map(([kind, own]) => [kind, storeText(own, from, warnings)])),
    overlays: [...owners].flatMap(([folder, owner]) => {
      const own = ofKind.get(owner.type);
      if (!own) return [];
      return [{ ...owner, ...storeText(own, from, warnings, inFolder(files, folder)) }];
    }),
    warnings: [...new Set(warnings)],
  };
}
