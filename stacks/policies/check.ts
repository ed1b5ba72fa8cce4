import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import type { Problem } from '../../environments/problems';
import { cedarEngine } from './cedar-engine';
import { namespaceIn } from './namespace';
import { type PolicyFile, type PolicyFolder, poolPlaceholder } from './source';

/** A mistake in a schema or a policy; `line` and `column` are 1-based. */
export type PolicyProblem = Problem;

/** Limits of Verified Permissions, in bytes: a policy 10 kB, a schema 100 kB. */
const policyLimit = 10_000;
const schemaLimit = 100_000;

/** Entity types, without namespace, whose ids Verified Permissions prefixes with the pool's id. */
const pooled = ['Group', 'Service', 'User'];

/** The engine counts bytes of UTF-8 from the start of the text. */
function place(text: string, byte: number) {
  const before = Buffer.from(text).subarray(0, byte).toString().split('\n');
  return { line: before.length, column: (before.at(-1) as string).length + 1 };
}

const problem = (
  { path, text }: { path: string; text: string },
  message: string,
  remedy: string,
  byte = 0,
): PolicyProblem => ({ file: path, ...place(text, byte), path: '', value: undefined, message, remedy });

const fromEngine = (
  file: { path: string; text: string },
  { message, help, sourceLocations }: DetailedError,
  remedy: string,
) => problem(file, message, help ? `${help}; ${remedy}` : remedy, sourceLocations?.[0]?.start);

function checkSchema(schema: PolicyFolder['schema']): PolicyProblem[] {
  if (schema.text.trim() === '')
    return [problem(schema, 'there is no schema', 'write the entity types and actions of this policy store')];
  const answer = cedarEngine().schemaToJsonWithResolvedTypes(schema.text);
  if (answer.type === 'failure')
    return answer.errors.map((error) => fromEngine(schema, error, 'fix the schema'));
  const bytes = Buffer.byteLength(JSON.stringify(answer.json));
  const remedyTwo = 'declare everything in one namespace; Verified Permissions accepts only one';
  return [
    ...(Object.keys(answer.json).length === 1
      ? []
      : [problem(schema, `the schema has ${Object.keys(answer.json).length} namespaces`, remedyTwo)]),
    ...(bytes <= schemaLimit
      ? []
      : [problem(schema, `as JSON the schema has ${bytes} bytes`, `stay below ${schemaLimit} bytes`)]),
  ];
}

/** Every entity id anywhere in the policy's JSON. */
function entityIds(json: unknown): { type: string; id: string }[] {
  if (typeof json !== 'object' || json === null) return [];
  const { type, id } = json as Record<string, unknown>;
  const own = typeof type === 'string' && typeof id === 'string' ? [{ type, id }] : [];
  return [...own, ...Object.values(json).flatMap(entityIds)];
}

/** A group, user or service without the pool's id matches nobody: a permit is dead, and a forbid open. */
function checkPooledIds(file: PolicyFile, schema: string): PolicyProblem[] {
  const types = pooled.map((type) => `${namespaceIn(schema)}::${type}`);
  const answer = file.template
    ? cedarEngine().templateToJson(file.text)
    : cedarEngine().policyToJson(file.text);
  if (answer.type === 'failure') return [];
  return entityIds(answer.json)
    .filter(({ type, id }) => types.includes(type) && !id.startsWith(`${poolPlaceholder}|`))
    .map(({ type, id }) =>
      problem(
        file,
        `${type}::"${id}" matches nobody: Verified Permissions puts the pool's id before every id`,
        `write ${type}::"${poolPlaceholder}|${id}"`,
        Buffer.byteLength(file.text.slice(0, Math.max(0, file.text.indexOf(`"${id}"`)))),
      ),
    );
}

/** A template without a slot would be just another policy, and AWS refuses it. */
function withoutSlot(file: PolicyFile): PolicyProblem {
  const code = file.text.replaceAll(/\/\/.*/g, (comment) => ' '.repeat(Buffer.byteLength(comment)));
  const start = Buffer.byteLength(code.slice(0, Math.max(0, code.search(/\S/))));
  const remedy = 'write principal == ?principal or resource == ?resource, or name the file *.cedar';
  return problem(file, 'the template has no slot, neither ?principal nor ?resource', remedy, start);
}

/** Two files with one name would be indistinguishable: `x.cedar` and `x.template.cedar`. */
function sameNames(policies: readonly PolicyFile[]): PolicyProblem[] {
  return policies.flatMap((file, index) => {
    const first = policies.findIndex(({ name }) => name === file.name);
    if (first === index) return [];
    const message = `${policies[first]?.path} has the same name without its extension`;
    return [problem(file, message, 'give one of the two another name')];
  });
}

function checkPolicy(file: PolicyFile, schema: string): PolicyProblem[] {
  const parts = cedarEngine().policySetTextToParts(file.text);
  if (parts.type === 'failure') return parts.errors.map((error) => fromEngine(file, error, 'fix the syntax'));
  const [own, other] = file.template
    ? [parts.policy_templates, parts.policies]
    : [parts.policies, parts.policy_templates];
  if (file.template && own.length === 0 && other.length === 1) return [withoutSlot(file)];
  if (own.length !== 1 || other.length !== 0) {
    const found = `the file holds ${parts.policies.length} policies and ${parts.policy_templates.length} templates`;
    return [problem(file, found, 'write one policy per .cedar file, one template per .template.cedar file')];
  }
  const answer = cedarEngine().validate({
    schema,
    policies: file.template
      ? { templates: { [file.name]: file.text } }
      : { staticPolicies: { [file.name]: file.text } },
  });
  const bytes = Buffer.byteLength(file.text);
  // A warning means a policy that can never apply, or look-alike letters: mistakes too, but next to
  // an error they are only its consequence.
  const errors =
    answer.type === 'failure'
      ? answer.errors
      : (answer.validationErrors.length > 0 ? answer.validationErrors : answer.validationWarnings).map(
          ({ error }) => error,
        );
  return [
    ...errors.map((error) => fromEngine(file, error, 'make it agree with the schema')),
    ...checkPooledIds(file, schema),
    ...(bytes <= policyLimit
      ? []
      : [problem(file, `the policy has ${bytes} bytes`, `stay below ${policyLimit} bytes, or split it`)]),
  ];
}

/**
 * Every mistake in one folder: syntax, strict validation against the schema, the limits of Verified
 * Permissions, and ids that would match nobody. If the schema itself is wrong, only its mistakes are reported.
 */
export function checkPolicyFolder(folder: PolicyFolder): PolicyProblem[] {
  const { schema, policies, unknownFiles, unreadable } = folder;
  const unknown = unknownFiles.map((path) =>
    problem({ path, text: '' }, 'this file is not part of a policy store', 'name it *.cedar, or remove it'),
  );
  const known = [...unreadable, ...unknown];
  // The schema, or its whole folder, is unreadable: policies cannot be checked without it.
  if (unreadable.some(({ file }) => file === schema.path || schema.path.startsWith(`${file}/`))) return known;
  const inSchema = checkSchema(schema);
  if (inSchema.length > 0) return [...known, ...inSchema];
  return [...known, ...sameNames(policies), ...policies.flatMap((file) => checkPolicy(file, schema.text))];
}
