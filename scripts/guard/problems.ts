import { type Finding, toProblem } from '../../environments/loading/finding';
import type { GuardFiles } from '../../environments/loading/guard-files';
import { suggest } from '../../environments/loading/suggest';
import type { Problem } from '../../environments/problems';
import type { TextFile } from '../../environments/schema';
import { cedarEngine } from '../../stacks/policies/cedar-engine';
import { checkPolicyFolder } from '../../stacks/policies/check';
import type { Judge } from '../../stacks/policies/fleet-problems';
import { policyFile } from '../../stacks/policies/source';
import { effects } from '../review/effects/catalogue';
import { ruleProblems } from './check-rule';
import { readShared, type SharedFiles } from './files';
import { mentionsIn } from './mentions';
import { notableOnly } from './notable';
import { policyJson } from './rule';

/** A rule's id equals its file name. */
const idOf = ({ path }: TextFile) => path.slice(path.lastIndexOf('/') + 1, -'.cedar'.length);

/** Whether the engine accepts all of them, checked in one call, since one by one takes a second and a half. */
function engineAgrees(schema: TextFile, rules: readonly TextFile[]): boolean {
  if (schema.text.trim() === '') return false;
  const staticPolicies = Object.fromEntries(rules.map(({ path, text }) => [path, text]));
  const answer = cedarEngine().validate({ schema: schema.text, policies: { staticPolicies } });
  return (
    answer.type === 'success' &&
    [answer.validationErrors, answer.validationWarnings, answer.otherWarnings].every(
      ({ length }) => length === 0,
    )
  );
}

/** The engine's errors, rule by rule, with their positions. */
const fromEngine = (schema: TextFile, rules: readonly TextFile[]): Problem[] =>
  engineAgrees(schema, rules)
    ? []
    : checkPolicyFolder({
        schema,
        policies: rules.map(({ path, text }) => policyFile(path, text)),
        unknownFiles: [],
        unreadable: [],
      });

/** Mistakes in rules, each checked by itself. */
const inRules = (schema: TextFile, rules: readonly TextFile[]): Problem[] => [
  ...fromEngine(schema, rules),
  ...rules.flatMap(ruleProblems),
];

/** An effect that no shared rule names, and that is not listed as harmless, would pass everywhere. */
function uncovered({ rules, schema }: SharedFiles): Problem[] {
  const named = new Set(
    rules.flatMap((file) => {
      const json = policyJson(file);
      return json ? mentionsIn(json).compared.map(({ text }) => text) : [];
    }),
  );
  return Object.keys(effects)
    .filter((effect) => !named.has(effect) && !Object.hasOwn(notableOnly, effect))
    .map((effect) => ({
      file: schema.path,
      path: '',
      value: effect,
      message: 'no shared rule covers this effect',
      remedy: 'write one beside this file, or say why none is needed in scripts/guard/notable.ts',
    }));
}

/** An environment's rules add to the shared ones and replace none. */
const takenIds = (shared: readonly TextFile[], own: readonly TextFile[]): Problem[] =>
  own.flatMap((file) => {
    const taken = shared.find((other) => idOf(other) === idOf(file));
    if (!taken) return [];
    const message = `a shared rule already has this name: ${taken.path}`;
    const remedy = 'rename the file; an environment can add rules, but replace none';
    return [{ file: file.path, path: '', value: undefined, message, remedy }];
  });

/** An approval for a rule that does not exist would never be used. */
const unknownRules = ({ approvals, rules }: GuardFiles, shared: readonly TextFile[]): Problem[] =>
  approvals.flatMap(({ source, parts: { rule } }) => {
    const ids = [...shared, ...rules].map(idOf).sort();
    if (rule === undefined || ids.includes(rule)) return [];
    const message = 'the guard has no such rule';
    const finding: Finding = { file: source.file, path: ['rule'], message, remedy: suggest(rule, ids) };
    return [toProblem(finding, source)];
  });

/** Cached by the whole text: a run that checks many projects often meets the same shared rules. */
const checked = new Map<string, Problem[]>();

function inShared(shared: SharedFiles): Problem[] {
  const key = JSON.stringify([shared.schema, shared.rules]);
  const problems = checked.get(key) ?? [...inRules(shared.schema, shared.rules), ...uncovered(shared)];
  checked.set(key, problems);
  return problems;
}

function inOwn({ schema, rules: shared }: SharedFiles, own: readonly TextFile[]): Problem[] {
  if (own.length === 0) return [];
  // Mistakes of the schema are reported once.
  return [...takenIds(shared, own), ...inRules(schema, own).filter(({ file }) => file !== schema.path)];
}

/**
 * Every mistake in the guards of all environments: shared and own rules, checked against the schema, and the rules that
 * approvals name. `loadEnvironments` reports malformed approvals.
 * @param judge remembers which content had no problems
 */
export function guardProblems(
  guards: readonly GuardFiles[],
  root: string,
  judge: Judge = (_, check) => check(),
): Problem[] {
  const shared = readShared(root);
  const own = guards.map(({ rules }) => rules);
  return [
    ...shared.problems,
    ...judge([shared, own], () => [...inShared(shared), ...own.flatMap((rules) => inOwn(shared, rules))]),
    ...guards.flatMap((guard) => unknownRules(guard, shared.rules)),
  ];
}
