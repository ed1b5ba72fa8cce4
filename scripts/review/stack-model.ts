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

/** What is known about one stack's plan. */
export interface StackModelInput {
  /** From `readPlan` of `showPlan`'s output. */
  plan: ShownPlan;
  /** The stack's `cdk.tf.json`, parsed: secrets in it are known, and masked everywhere. */
  synthesized: unknown;
  stack: StackInfo;
  loaded: LoadedEnvironment;
  bootstrapped: boolean;
  /** The state's resources, if the plan lists none because it only compares AWS with the state. */
  stateResources?: readonly PlannedResource[];
  /** From `terraform plan -detailed-exitcode`. */
  changed: boolean;
  /** The stack's content equals what was last applied, so no commit explains a change. */
  untouched: boolean;
  /** Changes that the plan does not show, found by comparing what was applied with AWS. */
  hidden: readonly ReviewedChange[];
}

const sections: readonly Section[] = ['change', 'state', 'drift', 'deferred', 'hidden'];

/** A stack's names are never secret, even if someone has chosen one as a secret. */
const publicNames = ({ id, account, accountId, environment, region, stack, tenants }: StackInfo) =>
  new Set([id, account, accountId, environment, region, stack, ...tenants]);

/** Masks the known secrets of one stack's plan and configuration in every text about it. */
export function stackMasker(stack: StackInfo, sources: Parameters<typeof knownSecrets>[0]): Masker {
  const open = publicNames(stack);
  return maskerOf([...knownSecrets(sources)].filter((value) => !open.has(value)));
}

/** A change with all secrets masked. Our own terms, such as its action, are kept. */
export function masked(change: ReviewedChange, { text, json }: Masker): ReviewedChange {
  const attribute = ({ path, before, after, ...rest }: AttributeChange): AttributeChange => {
    const [was, is] = [json(before), json(after)];
    // The only difference is secret.
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

/** Guarded settings of an existing resource whose new value is unknown. */
const unknownEffects = ({ type }: PlannedResource, attributes: readonly AttributeChange[]): Effect[] =>
  attributes
    .filter(({ path, unknown }) => unknown && isGuarded(type, path))
    .map(({ path }) => ({ id: 'unknown-guarded', what: `${path} is known only after the apply`, path }));

/** Terraform would change AWS although the configuration has not changed. */
const untouchedEffects = ({ section, action }: PlannedResource, untouched: boolean): Effect[] =>
  untouched && section === 'change' && action !== 'none'
    ? [
        {
          id: 'untouched-by-commit',
          what: 'the stack is configured as it was last applied, so no commit explains this change',
        },
      ]
    : [];

/** Whether to show a change's attributes, rather than only what happens to the whole resource. */
const showsAttributes = ({ action, section }: PlannedResource) =>
  action === 'update' ||
  action === 'replace' ||
  (section === 'deferred' && action !== 'create' && action !== 'delete');

/** Turns one plan into reviewed changes. */
class StackReview {
  private attachedOnce: Attached | undefined;

  constructor(
    private readonly input: StackModelInput,
    private readonly context: EffectContext,
    private readonly masker: Masker,
  ) {}

  /** Applies our rules, which do not cover data sources. Their errors may contain a secret too. */
  private effects({ resource, mode }: MarkedResource): Effect[] {
    if (mode === 'data') return [];
    try {
      return effectsOf(resource, this.context);
    } catch (error) {
      const { id } = this.input.stack;
      throw failure(
        this.masker.text(`cannot determine the effects of ${resource.address} of ${id}: ${messageOf(error)}`),
        'this is a bug in scripts/review/effects: report it',
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
    // Skip computed attributes that are merely unknown; known values are shown.
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
 * What one stack's plan would do, without secrets. Refuses what is not understood with certainty, naming the stack.
 * An update that only reorders things, such as the statements of a policy, has no attributes.
 */
export function stackModel(input: StackModelInput): StackModel {
  const { plan, stack, loaded, bootstrapped, changed } = input;
  const masker = stackMasker(stack, { plan, synthesized: input.synthesized });
  const { drifted, deferred, ...found } = plannedResources(stack.id, plan);
  const planned = withConfiguration(found.planned, input.synthesized as StackConfiguration);
  const managed = planned.filter(({ mode }) => mode === 'managed').map(({ resource }) => resource);
  const review = new StackReview(
    input,
    { stack, loaded, resources: input.stateResources ?? managed },
    masker,
  );
  const changing = planned.filter(
    ({ resource }) => resource.action !== 'none' || resource.section === 'deferred',
  );
  if (!changed && managed.some(({ action }) => action !== 'none'))
    throw failure(
      `it is unknown what the plan of ${stack.id} would do: Terraform reported no changes, but its plan has some`,
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

/** A stack's placement, for the model. */
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
