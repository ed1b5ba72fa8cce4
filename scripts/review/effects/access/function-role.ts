import type { Effect } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { growthText } from './describe';
import { grows } from './grows';
import { type Holder, holdersIn } from './holders';
import { type Side, sideOf } from './sides';

/** The role that a function runs as, if it is in the plan. */
function roleOf(change: PlannedResource, side: Side, { resources }: EffectContext): Holder | undefined {
  const arn = sideOf(change, side)?.role;
  if (typeof arn !== 'string') return undefined;
  const role = resources.find(({ type, ...own }) => {
    const there = sideOf({ type, ...own }, side);
    return type === 'aws_iam_role' && there?.arn === arn;
  });
  const name = role && sideOf(role, side)?.name;
  return typeof name === 'string' ? `role ${name.toLowerCase()}` : undefined;
}

/** A function that runs as another role gets that role's rights. */
export function functionRoleEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { type, before, after } = change;
  if (type !== 'aws_lambda_function' || !before || !after || before.role === after.role) return [];
  const found = (what: string): Effect[] => [{ id: 'iam-grows', what, path: 'role' }];
  const [old, now] = [roleOf(change, 'before', context), roleOf(change, 'after', context)];
  const as = `it would run as ${after.role ?? 'a role that is not known yet'}, now ${before.role}`;
  if (!old || !now) return found(as);
  const rights = (holder: Holder, side: Side) =>
    holdersIn(context)
      .rightsOf(holder, side)
      .map(({ document }) => document);
  const [rightsBefore, rightsAfter] = [rights(old, 'before'), rights(now, 'after')];
  if (rightsAfter.some(({ opaque }) => opaque)) return found(as);
  const statements = (documents: typeof rightsAfter) => documents.flatMap((one) => [...one.statements]);
  const growths = grows(statements(rightsBefore), statements(rightsAfter), { others: false });
  return growths.length > 0 ? found(`${as}; ${growthText(growths)}`) : [];
}
