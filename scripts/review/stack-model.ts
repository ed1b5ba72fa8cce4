import type { LoadedEnvironment } from '../../environments/schema';
import type { StackConfiguration } from '../adoption/types';
import { failure, messageOf } from '../cli/errors';
import { ownerKey, ownerOf } from '../removal/owner';
import type { StackInfo } from '../selection/stacks';
import { attributesOf } from './attributes';
import { byText } from './canonical';
import { isComputed } from './computed';
import { type Attached, attachedTo, driftEffects, realDrift } from './drift';
import { effectsOf } from './effects';
import { isGuarded } from './guarded';
import type { AttributeChange, Effect, ReviewedChange, ReviewedStack, Section, StackModel } from './model';
import { withConfiguration } from './plan/configured';
import { type MarkedResource, plannedResources } from './plan/planned-resources';
import type { ShownPlan } from './plan/shown-plan';
import type { EffectContext, PlannedResource } from './planned';
import { knownSecrets } from './secrets/known-values';
import { type Masker, maskerOf } from './secrets/masker';

/** What is known of one stack's plan. */
export interface StackModelInput {
  /** What `readPlan` makes of what `showPlan` gives. */
  plan: ShownPlan;
  /** The stack's `cdk.tf.json`, parsed: secrets that stand in it are known, and hidden wherever they stand. */
  synthesized: unknown;
  stack: StackInfo;
  loaded: LoadedEnvironment;
  bootstrapped: boolean;
  /** What the state holds, where the plan lists no resources: it compares AWS with the state alone. */
  standing?: readonly PlannedResource[];
  /** As `terraform plan -detailed-exitcode` has it. */
  changed: boolean;
  /** The stack's content equals what was last applied: nothing that anybody committed explains a change. */
  untouched: boolean;
  /** What the plan does not show, found by looking at what was applied and at what stands in AWS. */
  hidden: readonly ReviewedChange[];
}

const sections: readonly Section[] = ['change', 'state', 'drift', 'deferred', 'hidden'];

/** What a stack is called is no secret, even where somebody has chosen it as one. */
const publicNames = ({ id, account, accountId, environment, region, stack, tenants }: StackInfo) =>
  new Set([id, account, accountId, environment, region, stack, ...tenants]);

/** Hides what is known to be secret, in one stack's plan and configuration, in every text about it. */
export function stackMasker(stack: StackInfo, sources: Parameters<typeof knownSecrets>[0]): Masker {
  const open = publicNames(stack);
  return maskerOf([...knownSecrets(sources)].filter((value) => !open.has(value)));
}

/** Everything that a change says, with nothing secret in it. Its own words, such as its action, are ours. */
export function masked(change: ReviewedChange, { text, json }: Masker): ReviewedChange {
  const attribute = ({ path, before, after, ...rest }: AttributeChange): AttributeChange => {
    const [was, is] = [json(before), json(after)];
    // All that differs is secret.
    const same = before !== undefined && after !== undefined && JSON.stringify(was) === JSON.stringify(is);
    return {
      path: text(path),
      ...(!same && was !== undefined && { before: was }),
      ...(!same && is !== undefined && { after: is }),
      ...rest,
      ...(same && { secret: true }),
    };
  };
  const effect = ({ id, what, path }: Effect): Effect => ({
    id,
    what: text(what),
    ...(path !== undefined && { path: text(path) }),
  });
  const { address, type, action, section, owner, id, previousAddress, attributes, effects } = change;
  return {
    address: text(address),
    type: text(type),
    action,
    section,
    ...(owner !== undefined && { owner: text(owner) }),
    ...(id !== undefined && { id: text(id) }),
    ...(previousAddress !== undefined && { previousAddress: text(previousAddress) }),
    attributes: attributes.map(attribute),
    effects: effects.map(effect),
  };
}

/** Guarded settings of something that is there, of which nobody can tell what they would become. */
const unknownEffects = ({ type }: PlannedResource, attributes: readonly AttributeChange[]): Effect[] =>
  attributes
    .filter(({ path, unknown }) => unknown && isGuarded(type, path))
    .map(({ path }) => ({ id: 'unknown-guarded', what: `${path} is known only after the apply`, path }));

/** Terraform would change AWS although nobody has changed the configuration. */
const untouchedEffects = ({ section, action }: PlannedResource, untouched: boolean): Effect[] =>
  untouched && section === 'change' && action !== 'none'
    ? [
        {
          id: 'untouched-by-commit',
          what: 'the stack is configured as it was last applied, so no commit explains this change',
        },
      ]
    : [];

/** Whether a change is more than what happens to the whole resource. */
const showsAttributes = ({ action, section }: PlannedResource) =>
  action === 'update' ||
  action === 'replace' ||
  (section === 'deferred' && action !== 'create' && action !== 'delete');

/** Makes reviewed changes of what one plan says. */
class StackReview {
  private attachedOnce: Attached | undefined;

  constructor(
    private readonly input: StackModelInput,
    private readonly context: EffectContext,
    private readonly masker: Masker,
  ) {}

  /** Asks our rules, which know nothing of data sources. What they throw may tell a secret too. */
  private effects({ resource, mode }: MarkedResource): Effect[] {
    if (mode === 'data') return [];
    try {
      return effectsOf(resource, this.context);
    } catch (error) {
      const { id } = this.input.stack;
      throw failure(
        this.masker.text(`nobody can say what ${resource.address} of ${id} would mean: ${messageOf(error)}`),
        'this is a mistake in scripts/review/effects: report it',
      );
    }
  }

  private attributes({ resource, beforeSensitive, afterSensitive }: MarkedResource): AttributeChange[] {
    if (!showsAttributes(resource)) return [];
    return attributesOf(resource, { before: beforeSensitive, after: afterSensitive });
  }

  private get attached(): Attached {
    this.attachedOnce ??= attachedTo(this.context.resources);
    return this.attachedOnce;
  }

  private reviewed(
    { resource, id }: MarkedResource,
    attributes: AttributeChange[],
    effects: Effect[],
  ): ReviewedChange {
    const { address, type, name, action, section, previousAddress } = resource;
    const owner = ownerOf(this.input.stack.stack, name);
    return {
      address,
      type,
      action,
      section,
      ...(owner && { owner: ownerKey(owner) }),
      ...(id !== undefined && { id }),
      ...(previousAddress !== undefined && { previousAddress }),
      attributes,
      effects,
    };
  }

  planned(marked: MarkedResource): ReviewedChange {
    const { resource } = marked;
    const { type } = resource;
    // Only that nobody knows them yet: what Terraform does know of them is shown.
    const attributes = this.attributes(marked).filter(
      ({ path, unknown }) => !(unknown && isComputed(type, path)),
    );
    return this.reviewed(marked, attributes, [
      ...this.effects(marked),
      ...unknownEffects(resource, attributes),
      ...untouchedEffects(resource, this.input.untouched),
    ]);
  }

  drifted(marked: MarkedResource): ReviewedChange[] {
    const { resource } = marked;
    const attributes = realDrift(resource, this.attributes(marked), this.attached);
    if (attributes.length === 0 && resource.action !== 'delete') return [];
    return [this.reviewed(marked, attributes, driftEffects(resource, attributes))];
  }
}

/**
 * What one stack's plan would do, with nothing secret in it. Refuses what is not understood for certain, naming the stack.
 * An update that only moves things about, such as the statements of a policy, is there with no attribute.
 */
export function stackModel(input: StackModelInput): StackModel {
  const { plan, stack, loaded, bootstrapped, changed } = input;
  const masker = stackMasker(stack, { plan, synthesized: input.synthesized });
  const { drifted, deferred, ...found } = plannedResources(stack.id, plan);
  const planned = withConfiguration(found.planned, input.synthesized as StackConfiguration);
  const managed = planned.filter(({ mode }) => mode === 'managed').map(({ resource }) => resource);
  const review = new StackReview(input, { stack, loaded, resources: input.standing ?? managed }, masker);
  const changing = planned.filter(
    ({ resource }) => resource.action !== 'none' || resource.section === 'deferred',
  );
  if (!changed && managed.some(({ action }) => action !== 'none'))
    throw failure(
      `nobody can say what the plan of ${stack.id} would do: Terraform said that nothing changes, and its plan changes something`,
      'plan it again',
    );
  const changes = [
    ...changing.map((one) => review.planned(one)),
    ...drifted.flatMap((one) => review.drifted(one)),
    ...deferred.map((one) => review.planned(one)),
    ...input.hidden,
  ].map((change) => masked(change, masker));
  return { stack: placed(stack), bootstrapped, changed, changes: sorted(changes) };
}

/** Where a stack stands, for the model. */
export const placed = (stack: StackInfo): ReviewedStack => {
  const { id, kind, account, accountId, region, stack: name, ring, wave, tenants } = stack;
  return { id, kind, account, accountId, region, stack: name, ring: ring ?? null, wave, tenants };
};

/** In the order of a model. */
export const sorted = (changes: readonly ReviewedChange[]): ReviewedChange[] =>
  [...changes].sort(
    (a, b) =>
      sections.indexOf(a.section) - sections.indexOf(b.section) ||
      byText(a.address, b.address) ||
      byText(a.action, b.action),
  );
