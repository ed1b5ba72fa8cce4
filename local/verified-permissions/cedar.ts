import {
  checkParseSchema,
  type DetailedError,
  type EntityUidJson,
  type PolicyJson,
  type PolicySet,
  policyToJson,
  type SchemaJson,
  templateToJson,
  validate,
} from '@cedar-policy/cedar-wasm/nodejs';

/** Result of parsing: Cedar's JSON format, or the problems found. */
export type Parsed = { json: PolicyJson } | { problems: string[] };

/** Values of a template's slots. */
export type Slots = Partial<Record<'?principal' | '?resource', EntityUidJson>>;

const text = ({ message, help }: Pick<DetailedError, 'message' | 'help'>) =>
  help ? `${message} (${help})` : message;

const parsed = (answer: ReturnType<typeof policyToJson>): Parsed =>
  answer.type === 'success' ? { json: answer.json } : { problems: answer.errors.map(text) };

/** Parses exactly one static policy. */
export const parsePolicy = (statement: string) => parsed(policyToJson(statement));

/** Parses exactly one template; it must have `?principal` or `?resource`. */
export const parseTemplate = (statement: string) => parsed(templateToJson(statement));

/** Problems in the schema itself; empty if it is valid. */
export function schemaProblems(schema: SchemaJson<string>): string[] {
  const answer = checkParseSchema(schema);
  return answer.type === 'success' ? [] : answer.errors.map(text);
}

/** Cedar warnings that Verified Permissions documents as errors: InvalidActionApplication and ImpossiblePolicy. */
const refusedWarning = /unable to find an applicable action|policy is impossible/;

/** Cedar names the policy in each message; ours has a generated name. */
const withoutName = (message: string) => message.replace(/for policy `[^`]*`, /g, '');

function problems(schema: SchemaJson<string>, policies: PolicySet): string[] {
  const answer = validate({ schema, policies, validationSettings: { mode: 'strict' } });
  if (answer.type === 'failure') return answer.errors.map(text);
  return [
    ...answer.validationErrors,
    ...answer.validationWarnings.filter(({ error }) => refusedWarning.test(error.message)),
  ].map(({ error }) => withoutName(text(error)));
}

/** Findings of strict validation in a static policy; empty if it is valid. */
export const policyProblems = (schema: SchemaJson<string>, statement: string) =>
  problems(schema, { staticPolicies: { policy: statement } });

/** Findings of strict validation in a template. */
export const templateProblems = (schema: SchemaJson<string>, statement: string) =>
  problems(schema, { templates: { template: statement } });

/** Findings of strict validation in a policy made of a template and its slots. */
export const linkProblems = (schema: SchemaJson<string>, statement: string, slots: Slots) =>
  problems(schema, {
    templates: { template: statement },
    templateLinks: [
      { templateId: 'template', newId: 'policy', values: slots as Record<string, EntityUidJson> },
    ],
  });
