import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblems } from '../../environments/problems';
import { cedarEngine } from './cedar-engine';
import { checkPolicyFolder } from './check';
import { namespaceIn } from './namespace';
import { type PolicyFile, type PolicyFolder, poolPlaceholder, readPolicyFolder } from './source';

/** A kind of policy store: a folder of `stacks/policies`. */
export type StoreKind = 'customer' | 'internal' | 'service' | 'tenant';
export const storeKinds: readonly StoreKind[] = ['customer', 'internal', 'service', 'tenant'];

/** The kind's folder. */
export const policyDir = (kind: StoreKind) => join(__dirname, kind);

/** The checked content of a policy store. */
export interface StoreContent {
  /** Cedar's JSON schema with sorted keys: the same text on every machine. */
  schema: string;
  policies: PolicyFile[];
  templates: PolicyFile[];
}

/**
 * The kind's folder for the project under `root`: its own if it has policies, else the toolkit's.
 */
export function kindFolder(kind: StoreKind, root?: string): PolicyFolder {
  const own = root && join(root, 'stacks', 'policies');
  return own && existsSync(own) ? readPolicyFolder(join(own, kind), root) : readPolicyFolder(policyDir(kind));
}

const extensions: readonly unknown[] = ['ipaddr', 'decimal', 'datetime', 'duration'];

/** The namespace of all kinds; their check ensures that there is only one. */
export const fleetNamespace = (): string => namespaceIn(readPolicyFolder(policyDir('tenant')).schema.text);

/** With sorted keys, and extension types in their original notation, which every engine version reads. */
function canonical(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(canonical);
  if (typeof json !== 'object' || json === null) return json;
  const { type } = json as { type?: unknown };
  const plain = extensions.includes(type) ? { ...json, type: 'Extension', name: type } : json;
  const entries = Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, canonical(value)]));
}

/**
 * The content of a checked folder; the real engine converts its schema. Type names are resolved, because
 * Verified Permissions may not support Cedar's newer `EntityOrCommon`.
 */
export function contentOf({ schema, policies }: Pick<PolicyFolder, 'schema' | 'policies'>): StoreContent {
  const answer = cedarEngine().schemaToJsonWithResolvedTypes(schema.text);
  if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('\n'));
  return {
    schema: JSON.stringify(canonical(answer.json)),
    policies: policies.filter(({ template }) => !template),
    templates: policies.filter(({ template }) => template),
  };
}

/** Reads a folder. Throws with every problem, with file and line, if anything in it is wrong. */
export function loadPolicies(dir: string): StoreContent {
  const folder = readPolicyFolder(dir);
  const problems = checkPolicyFolder(folder);
  if (problems.length > 0) throw new Error(formatProblems(problems));
  return contentOf(folder);
}

const contents = new Map<StoreKind, StoreContent>();

/** The content of a kind's stores, already validated. Read once: many stacks have stores of the same kind. */
export function storeContent(kind: StoreKind): StoreContent {
  const content = contents.get(kind) ?? contentOf(readPolicyFolder(policyDir(kind)));
  contents.set(kind, content);
  return content;
}

/**
 * The policy's text for Terraform, with the pool's id filled in. Verified Permissions names a user
 * `<pool id>|<sub>` and a group `<pool id>|<group>`, for access tokens and ID tokens alike. It removes the
 * groups claim from `context.token`, so membership can only be tested with `principal in`.
 */
export const withPool = ({ text }: PolicyFile, poolId: string) =>
  text
    .trimEnd()
    .replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)
    .replaceAll(poolPlaceholder, () => poolId);
