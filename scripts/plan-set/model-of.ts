import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackConfiguration } from '../adoption/types';
import type { StackContent } from '../applied/changed';
import type { StateInBucket } from '../applied/state';
import { hiddenChanges } from '../review/hidden/hidden';
import type { ReviewedChange, StackModel } from '../review/model';
import { newStackModel } from '../review/new-stack';
import { plannedResources } from '../review/plan/planned-resources';
import { readPlan } from '../review/plan/shown-plan';
import type { Attributes, PlannedResource } from '../review/planned';
import { masked, placed, stackMasker, stackModel } from '../review/stack-model';
import type { StackSession } from '../terraform/session';
import { showPlan } from '../terraform/show-plan';
import type { PlanFacts } from './facts';

/** A plan just made, and what is known about its stack. */
export interface FreshPlan {
  loaded: LoadedEnvironment;
  of: StackContent;
  role: PlanFacts['role'];
  /** The stack's state; undefined before there is one. */
  state: StateInBucket | undefined;
  file: string;
  changed: boolean;
  /** The plan compares AWS with the state, and lists no resources. */
  driftOnly?: boolean;
  /** Terraform has found differences from the state. */
  drifted: boolean;
  /** What a broken-off apply was creating: if only partly created, recreating it loses nothing. */
  beingMade: ReadonlySet<string>;
}

/** A stack's synthesized configuration, from its folder. */
export const configurationIn = (folder: string): StackConfiguration =>
  JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));

/** The model of a stack that is not deployed yet, which needs no plan. */
export const modelOfNew = (folder: string, { loaded, of }: Pick<FreshPlan, 'loaded' | 'of'>): StackModel =>
  newStackModel({
    synthesized: configurationIn(folder),
    stack: of.stack,
    loaded,
    bootstrapped: of.bootstrapped,
  });

/** The resources of a state, for a plan that found no changes. */
const unchanged = ({ resources }: StateInBucket): PlannedResource[] =>
  [...resources].map(([address, attributes]) => {
    const [type = '', name = ''] = address.split('.');
    const as = attributes as Attributes;
    return {
      address,
      type,
      name,
      action: 'none',
      section: 'change',
      before: as,
      after: as,
      unknown: {},
      replacedBy: [],
    };
  });

/** Terraform's reason for replacing a resource whose creation was interrupted. */
const tainted = 'replace_because_tainted';

/** A plan's review model, including the changes that Terraform's plan hides. Read-only. */
export async function modelOf(session: StackSession, plan: FreshPlan): Promise<StackModel> {
  const { loaded, of, role, state, file, changed, drifted } = plan;
  if (!state) return modelOfNew(session.folder, plan);
  const { stack, bootstrapped } = of;
  const synthesized = configurationIn(session.folder);
  // Showing a plan starts the provider again, which takes seconds.
  const shown = changed || drifted ? readPlan(stack.id, await showPlan(session, file)) : undefined;
  const listed = shown && !plan.driftOnly;
  const resources = listed
    ? plannedResources(stack.id, shown)
        .planned.filter(({ mode }) => mode === 'managed')
        .map(({ resource }) => resource)
    : unchanged(state);
  const hidden = await hiddenChanges({
    stack,
    environment: loaded.environment,
    synthesized,
    resources,
    purpose: role === 'plan' ? 'look' : 'change',
  });
  const untouched = of.record?.applied?.content === of.content;
  if (shown) {
    const model = stackModel({
      plan: shown,
      synthesized,
      ...(!listed && { stateResources: resources }),
      stack,
      loaded,
      bootstrapped,
      changed,
      untouched,
      hidden,
    });
    // A completed resource may already be in use, so only those that Terraform itself has marked as tainted count.
    const halfMade = new Set(
      shown.resource_changes
        .filter(({ address, action_reason }) => action_reason === tainted && plan.beingMade.has(address))
        .map(({ address }) => address),
    );
    const made = (change: ReviewedChange): ReviewedChange =>
      change.action === 'replace' && halfMade.has(change.address)
        ? { ...change, action: 'create', attributes: [], effects: [] }
        : change;
    return { ...model, changes: model.changes.map(made) };
  }
  const masker = stackMasker(stack, { synthesized });
  return {
    stack: placed(stack),
    bootstrapped,
    changed,
    changes: hidden.map((one) => masked(one, masker)),
  };
}
