import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { formatProblems } from '../../environments/problems';
import { cedarEngine } from './cedar-engine';
import { checkPolicyFolder } from './check';
import { namespaceIn } from './namespace';
import { type PolicyFile, type PolicyFolder, poolPlaceholder, readPolicyFolder } from './source';

/** A folder of `stacks/policies`: what one kind of policy store holds. */
export type StoreKind = 'customer' | 'internal' | 'service' | 'tenant';
export const storeKinds: readonly StoreKind[] = ['customer', 'internal', 'service', 'tenant'];

/** The kind's folder. */
export const policyDir = (kind: StoreKind) => join(__dirname, kind);

/** What a policy store gets, checked. */
export interface StoreContent {
  /** Cedar's JSON schema with sorted keys: the same text on every machine. */
  schema: string;
  policies: PolicyFile[];
  templates: PolicyFile[];
}

/**
 * The kind's folder as the project under `root` has it: its own where it has any policies, else the toolkit's.
 */
export function kindFolder(kind: StoreKind, root?: string): PolicyFolder {
  const own = root && join(root, 'stacks', 'policies');
  return own && existsSync(own) ? readPolicyFolder(join(own, kind), root) : readPolicyFolder(policyDir(kind));
}

const extensions: readonly unknown[] = ['ipaddr', 'decimal', 'datetime', 'duration'];

/** The namespace of all kinds, which their check has found to be one. */
export const fleetNamespace = (): string => namespaceIn(readPolicyFolder(policyDir('tenant')).schema.text);

/** With sorted keys, and extension types in their first notation, which engines of every version read. */
function canonical(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(canonical);
  if (typeof json !== 'object' || json === null) return json;
  const { type } = json as { type?: unknown };
  const plain = extensions.includes(type) ? { ...json, type: 'Extension', name: type } : json;
  const entries = Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, canonical(value)]));
}

/**
 * What a checked folder holds; its schema is converted with the real engine. Type names come out resolved, because
 * Verified Permissions need not know Cedar's later `EntityOrCommon`.
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

/** What a kind's stores get, which validation has checked. Read once: many stacks hold stores of one kind. */
export function storeContent(kind: StoreKind): StoreContent {
  const content = contents.get(kind) ?? contentOf(readPolicyFolder(policyDir(kind)));
  contents.set(kind, content);
  return content;
}

/**
 * The policy's text for Terraform, with the pool's id in it. Verified Permissions names a user
 * `<pool id>|<sub>` and a group `<pool id>|<group>`, for access tokens and ID tokens alike. It takes the
 * groups claim out of `context.token`, so membership can only be asked for by `principal in`.
 */
export const withPool = ({ text }: PolicyFile, poolId: string) =>
  text
    .trimEnd()
    .replaceAll(/[$%](?=\{)/g, (sign) => sign + sign)
    .replaceAll(poolPlaceholder, () => poolId);
