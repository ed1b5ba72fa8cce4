import { createHash } from 'node:crypto';
import type { TextFile } from '../../environments/schema';
import { cedarEngine } from '../../stacks/policies/cedar-engine';
import { joinLooks, type Look } from './mentions';
import { type Question, requestOf } from './question';
import { type Rule, ruleOf } from './rule';

/** What the rules say to one question. */
export interface Answer {
  /** Ids of the rules that forbid it, sorted. */
  forbiddenBy: string[];
  /** The engine could not judge all of it: nothing may pass. */
  error?: string;
}

/** Rules of one environment, ready to be asked. */
export interface GuardRules {
  /** By id. */
  rules: ReadonlyMap<string, Rule>;
  ask(question: Question): Answer;
}

/** All is allowed that no rule forbids. It stands here, so that no file can narrow or widen it. */
const permitAll = { 'permit-all': 'permit (principal, action, resource);' };

/** Attributes of the resource that any of the rules looks at; undefined where one may look at all of it. */
function lookedAt(rules: readonly Rule[]): ReadonlyMap<string, Look> | undefined {
  const all = rules.map(({ mentions }) => mentions.ofResource);
  return all.every((looks) => looks !== undefined)
    ? joinLooks(all.flatMap((looks) => [...looks]))
    : undefined;
}

/** Equal for questions that the rules cannot tell apart, since they look at nothing in which these differ. */
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
  // Cedar leaves out a policy that fails, and what it forbids would pass.
  if (diagnostics.errors.length > 0)
    return { forbiddenBy: [], error: messages(diagnostics.errors.map(({ error }) => error)) };
  if (decision === 'allow') return { forbiddenBy: [] };
  const forbiddenBy = [...diagnostics.reason].sort();
  return forbiddenBy.length > 0
    ? { forbiddenBy }
    : { forbiddenBy, error: 'it is denied, and no rule says why' };
}

/**
 * Prepares rules for the engine. The same question, as far as the rules read it, is asked once: a fleet-wide change is
 * the same in hundreds of stacks.
 * @param files shared rules and those of the environment, without problems
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
