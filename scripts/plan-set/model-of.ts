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

/** A plan that was just made, and what is known of its stack. */
export interface FreshPlan {
  loaded: LoadedEnvironment;
  of: StackContent;
  role: PlanFacts['role'];
  /** What the stack's state holds; undefined before there is one. */
  state: StateInBucket | undefined;
  file: string;
  changed: boolean;
  /** The plan compares AWS with the state, and lists no resources. */
  driftOnly?: boolean;
  /** Terraform has seen that something is not as its state has it. */
  drifted: boolean;
  /** What an apply that broke off was making: where it is half made, to make it anew loses nothing. */
  beingMade: ReadonlySet<string>;
}

/** What a stack was synthesized to, in a folder. */
export const configurationIn = (folder: string): StackConfiguration =>
  JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));

/** The model of a stack that stands nowhere yet: it needs no plan. */
export const modelOfNew = (folder: string, { loaded, of }: Pick<FreshPlan, 'loaded' | 'of'>): StackModel =>
  newStackModel({
    synthesized: configurationIn(folder),
    stack: of.stack,
    loaded,
    bootstrapped: of.bootstrapped,
  });

/** What a state holds, where a plan has found all of it as it is. */
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

/** Why Terraform makes something anew whose making was broken off. */
const tainted = 'replace_because_tainted';

/** What a plan would do, as people and the guard see it, with what it hides. Reads only. */
export async function modelOf(session: StackSession, plan: FreshPlan): Promise<StackModel> {
  const { loaded, of, role, state, file, changed, drifted } = plan;
  if (!state) return modelOfNew(session.folder, plan);
  const { stack, bootstrapped } = of;
  const synthesized = configurationIn(session.folder);
  // Terraform starts the provider once more to show a plan, which takes seconds.
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
      ...(!listed && { standing: resources }),
      stack,
      loaded,
      bootstrapped,
      changed,
      untouched,
      hidden,
    });
    // One that was made to its end may be in use since, so only what Terraform itself knows to be half made counts.
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
