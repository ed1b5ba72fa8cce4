import type { Effect, Json } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { isForeign } from './creation';
import { growthText } from './describe';
import { type Growth, grows } from './grows';
import { holdersIn } from './holders';
import { growthFor, isPipelineRole, rightsEffect } from './rights';
import { type Document, documentAt, isUnknown } from './sides';
import { singles } from './statements';

/** IAM's default for sessions, in seconds. */
const defaultSession = 3600;

/** Who could newly assume a role: unexpected principals of a new one, or additional ones of an old one. */
function trustGrowth(before: Document | undefined, after: Document, accountId: string): string {
  const growths = before
    ? grows(before.statements, after.statements, { others: before.opaque !== undefined })
    : after.statements
        .flatMap(singles)
        .filter((statement) => isForeign(statement, { accountId, trust: true }))
        .map((statement): Growth => ({ kind: 'allowed', statement }));
  return [growthText(growths), after.opaque ?? ''].filter((text) => text !== '').join('; ');
}

function trust(change: PlannedResource, context: EffectContext): Effect[] {
  const { before, after } = change;
  const path = ['assume_role_policy'];
  if (before && after && before.assume_role_policy === after.assume_role_policy) return [];
  const old = before && documentAt(change, 'before', path);
  const what = trustGrowth(old, documentAt(change, 'after', path), context.stack.accountId);
  if (what === '') return [];
  const pipeline = isPipelineRole(after?.name, context) || isPipelineRole(before?.name, context);
  return [{ id: pipeline ? 'pipeline-trust' : 'trust-grows', what, path: 'assume_role_policy' }];
}

const isSet = (value: Json | undefined) => value !== undefined && value !== null && value !== '';

function boundary(change: PlannedResource, context: EffectContext): Effect[] {
  const { before, after } = change;
  const [old, now] = [before?.permissions_boundary, after?.permissions_boundary];
  const path = 'permissions_boundary';
  const found = (what: string): Effect[] => [{ id: 'boundary-removed', what, path }];
  if (isUnknown(change, [path])) return found('the boundary is known only after the apply');
  if (!before) {
    // The fleet's own roles are created by the account's bootstrap role, and have no boundary.
    return isSet(now) || isPipelineRole(after?.name, context) ? [] : found('the new role has no boundary');
  }
  if (!isSet(old) || old === now) return [];
  return found(
    isSet(now) ? `it would be limited by ${now}, now by ${old}` : `it would no longer be limited by ${old}`,
  );
}

function sessions({ before, after }: PlannedResource): Effect[] {
  const path = 'max_session_duration';
  const secondsOf = (value: Json | undefined) => (typeof value === 'number' ? value : defaultSession);
  const [old, now] = [secondsOf(before?.[path]), secondsOf(after?.[path])];
  if (!before || now <= old) return [];
  return [{ id: 'sessions-longer', what: `sessions could last ${now} seconds, now ${old}`, path }];
}

/** What is written in the role itself: inline policies, and names of managed ones. */
function ownRights(change: PlannedResource, context: EffectContext): Effect[] {
  const holders = holdersIn(context);
  const documents = (side: 'before' | 'after') =>
    holders.ownRights(change, side).map(({ document }) => document);
  const given = { before: documents('before'), after: documents('after') };
  if (JSON.stringify(given.before) === JSON.stringify(given.after)) return [];
  const known = new Set(given.before.map(({ opaque }) => opaque));
  const after = given.after.map(({ statements, opaque }) =>
    opaque?.startsWith('everything in') && known.has(opaque) ? { statements } : { statements, opaque },
  );
  const holder = `role ${String(change.after?.name).toLowerCase()}` as const;
  return rightsEffect(growthFor(change, holder, { before: given.before, after }, context));
}

/** Effects of a change to a role: who may assume it, for how long, and its boundary. */
export function roleEffects(change: PlannedResource, context: EffectContext): Effect[] {
  if (change.type !== 'aws_iam_role' || change.after === undefined || change.action === 'none') return [];
  return [
    ...trust(change, context),
    ...boundary(change, context),
    ...sessions(change),
    ...ownRights(change, context),
  ];
}
