import { changesOf, type ReviewedChange, type ReviewModel, type StackModel } from '../review/model';
import { type ApprovalFacts, applyApprovals } from './approvals';
import type { ApprovalFile } from './load';
import { type Question, questionOf } from './question';
import { reachOf } from './reach';
import type { GuardRules } from './rules';
import { type Finding, guardError, type Verdict } from './verdict';
import { vocabulary } from './vocabulary';

/** What judging a model takes. */
export interface JudgedBy extends ApprovalFacts {
  rules: GuardRules;
  approvals: readonly ApprovalFile[];
}

/** Why a question is one that no rule was written for; undefined if everything in it is known. */
function stranger({ context }: Question): string | undefined {
  const unknown = context.effects.find((effect) => !vocabulary['context.effects']?.includes(effect));
  if (unknown !== undefined) return `the guard does not know the effect "${unknown}"`;
  return vocabulary['context.section']?.includes(context.section)
    ? undefined
    : `the guard does not know the section "${context.section}"`;
}

const failed = (why: string): Pick<Finding, 'rule' | 'effects' | 'why' | 'proceed'> => ({
  rule: guardError,
  effects: [],
  why: `The guard cannot judge this, so it may not pass: ${why}`,
  proceed:
    'Plan again with the fleet command of this commit. If this persists, fix the rule; nothing can approve it.',
});

/** What the rules find in one change. */
function findingsOf(
  change: ReviewedChange,
  { stack }: StackModel,
  { environment, production }: Pick<ReviewModel, 'environment' | 'production'>,
  { rules, ask }: GuardRules,
): Finding[] {
  const place = {
    stack: stack.id,
    address: change.address,
    action: change.action,
    tenants: reachOf(change, stack),
  };
  const asked = (asProduction: boolean, severity: 'blocked' | 'flagged'): Finding[] => {
    const question = questionOf(change, stack, { environment, production: asProduction });
    const answer = ask(question);
    const error = answer.error ?? stranger(question);
    const found = answer.forbiddenBy.map((id): Finding => {
      const rule = rules.get(id);
      const about = change.effects.filter((effect) => rule?.effects.has(effect.id));
      return rule
        ? { rule: id, severity, ...place, effects: about, why: rule.message, proceed: rule.proceed }
        : { severity: 'blocked', ...place, ...failed(`there is no rule "${id}"`) };
    });
    return error === undefined ? found : [...found, { severity: 'blocked', ...place, ...failed(error) }];
  };
  const blocked = asked(production, 'blocked');
  if (production) return blocked;
  const known = new Set(blocked.map(({ rule }) => rule));
  return [...blocked, ...asked(true, 'flagged').filter(({ rule }) => !known.has(rule))];
}

const rank = { blocked: 0, approved: 1, flagged: 2 } as const;

const compare = (a: string | number, b: string | number) => (a < b ? -1 : a > b ? 1 : 0);

const byWeight = (a: Finding, b: Finding) =>
  rank[a.severity] - rank[b.severity] ||
  compare(a.stack, b.stack) ||
  compare(a.address, b.address) ||
  compare(a.rule, b.rule) ||
  compare(a.action, b.action) ||
  // One address can be in two sections.
  compare(JSON.stringify(a), JSON.stringify(b));

function outcomeOf(
  findings: readonly Finding[],
  { failed }: Pick<ReviewModel, 'failed'>,
): Verdict['outcome'] {
  if (findings.some(({ severity }) => severity === 'blocked')) return 'blocked';
  if (failed.length > 0) return 'incomplete';
  return findings.length > 0 ? 'flagged' : 'clear';
}

/**
 * The guard's verdict on a plan set: every change is evaluated, and what the rules forbid may not be applied unless an
 * approval names it. Outside production, what production would forbid is flagged. If the guard cannot judge, it blocks.
 */
export function judge(model: ReviewModel, { rules, approvals, ...facts }: JudgedBy): Verdict {
  const found = changesOf(model).flatMap(({ stack, change }) => findingsOf(change, stack, model, rules));
  const { findings, uses } = applyApprovals(found, approvals, facts);
  return {
    outcome: outcomeOf(findings, model),
    model: facts.hash,
    findings: findings.sort(byWeight),
    approvals: uses,
  };
}
