import { createHash } from 'node:crypto';
import type { TextFile } from '../../environments/schema';
import { cedarEngine } from '../../stacks/policies/cedar-engine';
import { joinLooks, type Look } from './mentions';
import { type Question, requestOf } from './question';
import { type Rule, ruleOf } from './rule';

/** The rules' answer to one question. */
export interface Answer {
  /** Ids of the rules that forbid it, sorted. */
  forbiddenBy: string[];
  /** The engine could not evaluate everything, so nothing may pass. */
  error?: string;
}

/** An environment's rules, ready to evaluate. */
export interface GuardRules {
  /** By id. */
  rules: ReadonlyMap<string, Rule>;
  ask(question: Question): Answer;
}

/** Allows everything that no rule forbids. Defined here, so that no file can narrow or widen it. */
const permitAll = { 'permit-all': 'permit (principal, action, resource);' };

/** Attributes of the resource that any rule reads; undefined if one may read all of them. */
function lookedAt(rules: readonly Rule[]): ReadonlyMap<string, Look> | undefined {
  const all = rules.map(({ mentions }) => mentions.ofResource);
  return all.every((looks) => looks !== undefined)
    ? joinLooks(all.flatMap((looks) => [...looks]))
    : undefined;
}

/** Equal for questions that the rules cannot distinguish, because they differ only in what no rule reads. */
function sameness(
  { environment, production, action, resource, context }: Question,
  looks: ReadonlyMap<string, Look> | undefined,
): string {
  const seen = Object.entries(resource).flatMap(([key, value]) => {
    const look = looks ? looks.get(key) : 'value';
    return look ? [look === 'value' ? [key, value] : [key]] : [];
  });
  return JSON.stringify([environment, production, action, seen, context]);
}

/** Asks the engine itself. */
function askEngine(question: Question, prepared: string): Answer {
  const answer = cedarEngine().statefulIsAuthorized(requestOf(question, prepared));
  const messages = (errors: readonly { message: string }[]) =>
    errors.map(({ message }) => message).join('; ');
  if (answer.type === 'failure') return { forbiddenBy: [], error: messages(answer.errors) };
  const { decision, diagnostics } = answer.response;
  // Cedar skips a policy that fails, so what it forbids would pass.
  if (diagnostics.errors.length > 0)
    return { forbiddenBy: [], error: messages(diagnostics.errors.map(({ error }) => error)) };
  if (decision === 'allow') return { forbiddenBy: [] };
  const forbiddenBy = [...diagnostics.reason].sort();
  return forbiddenBy.length > 0
    ? { forbiddenBy }
    : { forbiddenBy, error: 'it is denied, but no rule says why' };
}

/**
 * Prepares rules for the engine. Questions that differ in nothing the rules read are evaluated once: a fleet-wide change
 * is the same in hundreds of stacks.
 * @param files the shared rules and the environment's, without problems
 * @param schema text of `guard.cedarschema`
 */
export function openRules(files: readonly TextFile[], schema: string): GuardRules {
  const rules = files.map(ruleOf);
  if (new Set(rules.map(({ id }) => id)).size < rules.length) throw new Error('two rules have the same id');
  const staticPolicies = {
    ...Object.fromEntries(rules.map(({ id, file }) => [id, file.text])),
    ...permitAll,
  };
  const prepared = `guard-${createHash('sha256')
    .update(JSON.stringify([schema, staticPolicies]))
    .digest('hex')}`;
  for (const answer of [
    cedarEngine().preparsePolicySet(prepared, { staticPolicies }),
    cedarEngine().preparseSchema(prepared, schema),
  ])
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
  const looks = lookedAt(rules);
  const answers = new Map<string, Answer>();
  return {
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    ask(question) {
      const key = sameness(question, looks);
      const answer = answers.get(key) ?? askEngine(question, prepared);
      answers.set(key, answer);
      return answer;
    },
  };
}
