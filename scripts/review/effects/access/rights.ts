import { fleetRoles } from '../../../../environments/names';
import type { Statement } from '../../iam-document';
import type { Effect } from '../../model';
import type { EffectContext, PlannedResource } from '../../planned';
import { isBroad } from './creation';
import { growthText } from './describe';
import { type Growth, grows } from './grows';
import { attachedOf, type Held, type Holder, type Holders, holdersIn, inlineOf } from './holders';
import { type Document, documentAt } from './sides';
import { singles } from './statements';

/** Policies before and after. */
interface Given {
  before: readonly Document[];
  after: readonly Document[];
}

const statementsIn = (documents: readonly Document[]): Statement[] =>
  documents.flatMap(({ statements }) => [...statements]);

const opaqueIn = (documents: readonly Document[]): string[] => [
  ...new Set(documents.flatMap(({ opaque }) => opaque ?? [])),
];

/** The fleet's own roles, whose policies contain denies that override any grant. */
export const isPipelineRole = (name: unknown, { loaded: { environment } }: EffectContext): boolean =>
  fleetRoles(environment).includes(String(name)) || name === environment.bootstrapRole;

/** Rights of a new holder that exceed what it ever needs. */
function growthAtCreation({ after }: Given, { stack }: EffectContext): string[] {
  const broad = statementsIn(after)
    .flatMap(singles)
    .filter((statement) => isBroad(statement, stack.accountId))
    .map((statement): Growth => ({ kind: 'allowed', statement }));
  return [growthText(broad), ...opaqueIn(after)];
}

const withEffect = (documents: readonly Document[], effect: Statement['effect']) =>
  statementsIn(documents).filter((statement) => statement.effect === effect);

/** Additional rights that one resource gives an existing holder, on top of all its others. */
function growthOf(given: Given, all: Given, others: boolean): string[] {
  const after = statementsIn(all.after);
  const allowed = grows(
    statementsIn(all.before),
    [...withEffect(given.after, 'Allow'), ...withEffect(all.after, 'Deny')],
    { others: false },
  );
  const undenied = grows(withEffect(given.before, 'Deny'), after, { others });
  return [
    growthText([
      ...allowed.filter(({ kind }) => kind === 'allowed'),
      ...undenied.filter(({ kind }) => kind === 'undenied'),
    ]),
    ...opaqueIn(given.after),
  ];
}

const documentsOf = (held: readonly Held[]): Document[] => held.map(({ document }) => document);

/** A holder's additional rights; for drift, judged by itself, since the plan starts from the real state. */
export function growthFor(
  change: PlannedResource,
  holder: Holder | undefined,
  given: Given,
  context: EffectContext,
): string[] {
  const holders = holdersIn(context);
  if (change.section === 'drift') return growthOf(given, given, true);
  if (holder === undefined || holders.isNew(holder)) return growthAtCreation(given, context);
  if (holders.isGone(holder)) return [];
  const before = documentsOf(holders.rightsOf(holder, 'before'));
  const after = documentsOf(holders.rightsOf(holder, 'after'));
  const hidden = opaqueIn([...before, ...after]).length > 0;
  const guarded = isPipelineRole(holder.replace(/^\w+ /, ''), context);
  return growthOf(given, { before, after }, hidden || guarded);
}

/** A managed policy counts for its holders, or by itself if it has none or is a boundary. */
function managedGrowth(policy: PlannedResource, given: Given, context: EffectContext): string[] {
  const holders = holdersIn(context);
  const attached = holders.attachedTo(policy);
  const growths = attached.flatMap((holder) => growthFor(policy, holder, given, context));
  if (attached.length > 0 && !holders.isBoundary(policy)) return growths;
  const alone = policy.before ? growthOf(given, given, true) : growthAtCreation(given, context);
  return [...growths, ...alone];
}

/** Types that other rules judge, or that grant nothing by themselves. */
const elsewhere =
  /^aws_iam_(role|openid_connect_provider|saml_provider|account_alias|server_certificate|account_password_policy)$/;

export const rightsEffect = (texts: readonly string[], path?: string): Effect[] => {
  const what = [...new Set(texts.filter((text) => text !== ''))].join('; ');
  return what === '' ? [] : [{ id: 'iam-grows', what, ...(path && { path }) }];
};

const policyOf = (change: PlannedResource): Given => ({
  before: [documentAt(change, 'before', ['policy'])],
  after: [documentAt(change, 'after', ['policy'])],
});

/** What stays attached is not new, even if its content is unknown. */
function attachmentOf(change: PlannedResource, holders: Holders): Given {
  const before = holders.attached(change, 'before');
  const known = opaqueIn(before);
  const after = holders
    .attached(change, 'after')
    .map(({ statements, opaque }) =>
      opaque && known.includes(opaque) ? { statements } : { statements, opaque },
    );
  return { before, after };
}

/** Whether holder and text are the same on both sides. */
const isSame = ({ before, after, type }: PlannedResource): boolean => {
  const attributes = ['policy', 'policy_arn', inlineOf(type) ?? attachedOf(type) ?? 'policy'];
  return (
    before !== undefined && after !== undefined && attributes.every((name) => before[name] === after[name])
  );
};

/** Additional rights of a role, user or group from a separate resource. */
export function rightsEffects(change: PlannedResource, context: EffectContext): Effect[] {
  const { type, action } = change;
  if (!type.startsWith('aws_iam_') || action === 'forget' || action === 'none') return [];
  const holders = holdersIn(context);
  const holder = holders.holderOf(change, change.after ? 'after' : 'before');
  if (inlineOf(type) || attachedOf(type) || type === 'aws_iam_policy') {
    if (isSame(change)) return [];
    if (type === 'aws_iam_policy')
      return rightsEffect(managedGrowth(change, policyOf(change), context), 'policy');
    const given = inlineOf(type) ? policyOf(change) : attachmentOf(change, holders);
    return rightsEffect(growthFor(change, holder, given, context), inlineOf(type) ? 'policy' : 'policy_arn');
  }
  if (elsewhere.test(type) || change.after === undefined) return [];
  return rightsEffect([`${type} can grant rights that cannot be determined here`]);
}
