import { setFlagsFromString } from 'node:v8';
import {
  preparsePolicySet,
  preparseSchema,
  type SchemaJson,
  statefulIsAuthorized,
} from '@cedar-policy/cedar-wasm/nodejs';
import type { StoreContent } from '../../stacks/policies/cedar';
import { asKnownTo, type Request } from './request';
import { type SchemaModel, schemaModel } from './schema-model';

// Node.js 20 ends with "Fatal error: unreachable code" (V8's Deoptimizer::DoComputeBuiltinContinuation) after some
// 100,000 engine calls, in two of three runs, unless V8 does not inline calls from JavaScript into WebAssembly.
// Newer versions may not know the flag.
if (Number(process.versions.node.split('.')[0]) < 22) setFlagsFromString('--no-turbo-inline-js-wasm-calls');

export interface Answer {
  decision: 'ALLOW' | 'DENY';
  /** Names of the determining policies, sorted. */
  by: string[];
  /** Set if the request does not fit the schema, so that Verified Permissions refuses it: the reason. */
  refused?: string;
}

/** One side of a comparison, ready to be asked. */
export interface Side {
  content: StoreContent;
  json: SchemaJson<string>;
  model: SchemaModel;
  /** Asks the engine, with the request reduced to what this side's schema defines. Static policies only. */
  ask(request: Request): Answer;
  /** Frees it in the engine. */
  close(): void;
}

let sides = 0;

/** One object per text, so that each schema is analysed once. */
const parsed = new Map<string, SchemaJson<string>>();

function schemaOf({ schema }: StoreContent): SchemaJson<string> {
  const json = parsed.get(schema) ?? (JSON.parse(schema) as SchemaJson<string>);
  parsed.set(schema, json);
  return json;
}

/** Prepares a store's content for the engine. Throws with the engine's message if it does not parse. */
export function openSide(content: StoreContent): Side {
  const id = `policy-diff-${++sides}`;
  const json = schemaOf(content);
  const staticPolicies = Object.fromEntries(content.policies.map(({ name, text }) => [name, text]));
  for (const answer of [preparsePolicySet(id, { staticPolicies }), preparseSchema(id, json)])
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  const model = schemaModel(json);
  return {
    content,
    json,
    model,
    ask(request) {
      const answer = statefulIsAuthorized({
        ...asKnownTo(model, request),
        preparsedPolicySetId: id,
        preparsedSchemaName: id,
        validateRequest: true,
      });
      if (answer.type === 'failure')
        return { decision: 'DENY', by: [], refused: answer.errors.map(({ message }) => message).join('; ') };
      const { decision, diagnostics } = answer.response;
      return { decision: decision === 'allow' ? 'ALLOW' : 'DENY', by: [...diagnostics.reason].sort() };
    },
    close() {
      preparsePolicySet(id, {});
    },
  };
}
