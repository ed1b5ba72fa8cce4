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

/** What Cedar made of a text: its JSON form, or what is wrong with it. */
export type Parsed = { json: PolicyJson } | { problems: string[] };

/** What fills a template's slots. */
export type Slots = Partial<Record<'?principal' | '?resource', EntityUidJson>>;

const text = ({ message, help }: Pick<DetailedError, 'message' | 'help'>) =>
  help ? `${message} (${help})` : message;

const parsed = (answer: ReturnType<typeof policyToJson>): Parsed =>
  answer.type === 'success' ? { json: answer.json } : { problems: answer.errors.map(text) };

/** Reads exactly one static policy. */
export const parsePolicy = (statement: string) => parsed(policyToJson(statement));

/** Reads exactly one template; it must have `?principal` or `?resource`. */
export const parseTemplate = (statement: string) => parsed(templateToJson(statement));

/** What is wrong with a schema in itself; empty for a good one. */
export function schemaProblems(schema: SchemaJson<string>): string[] {
  const answer = checkParseSchema(schema);
  return answer.type === 'success' ? [] : answer.errors.map(text);
}

/** Cedar's warnings that Verified Permissions lists as errors: InvalidActionApplication and ImpossiblePolicy. */
const refusedWarning = /unable to find an applicable action|policy is impossible/;

/** Cedar names the policy in each message; ours has a made-up name. */
const withoutName = (message: string) => message.replace(/for policy `[^`]*`, /g, '');

function problems(schema: SchemaJson<string>, policies: PolicySet): string[] {
  const answer = validate({ schema, policies, validationSettings: { mode: 'strict' } });
  if (answer.type === 'failure') return answer.errors.map(text);
  return [
    ...answer.validationErrors,
    ...answer.validationWarnings.filter(({ error }) => refusedWarning.test(error.message)),
  ].map(({ error }) => withoutName(text(error)));
}

/** What strict validation finds in a static policy; empty for a good one. */
export const policyProblems = (schema: SchemaJson<string>, statement: string) =>
  problems(schema, { staticPolicies: { policy: statement } });

/** What strict validation finds in a template. */
export const templateProblems = (schema: SchemaJson<string>, statement: string) =>
  problems(schema, { templates: { template: statement } });

/** What strict validation finds in a policy that a template and its slots make. */
export const linkProblems = (schema: SchemaJson<string>, statement: string, slots: Slots) =>
  problems(schema, {
    templates: { template: statement },
    templateLinks: [
      { templateId: 'template', newId: 'policy', values: slots as Record<string, EntityUidJson> },
    ],
  });
