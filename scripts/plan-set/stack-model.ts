import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedEnvironment } from '../../environments/schema';
import type { StackConfiguration } from '../adoption/types';
import type { StackContent } from '../applied/changed';
import type { StateInBucket } from '../applied/state';
import { hiddenChanges } from '../review/hidden';
import type { StackModel } from '../review/model';
import { newStackModel, plannedModel, unchangedResources } from '../review/stack-model';
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
  /** Terraform has seen that something is not as its state has it. */
  drifted: boolean;
}

const configurationIn = (folder: string): StackConfiguration =>
  JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8'));

/** The model of a stack that stands nowhere yet: it needs no plan. */
export const modelOfNew = (folder: string, { loaded, of }: Pick<FreshPlan, 'loaded' | 'of'>): StackModel =>
  newStackModel({
    synthesized: configurationIn(folder),
    stack: of.stack,
    loaded,
    bootstrapped: of.bootstrapped,
  });

/** What a plan would do, as people and the guard see it, with what it hides. Reads only. */
export async function modelOf(session: StackSession, plan: FreshPlan): Promise<StackModel> {
  const { loaded, of, role, state, file, changed, drifted } = plan;
  if (!state) return modelOfNew(session.folder, plan);
  const { stack } = of;
  const synthesized = configurationIn(session.folder);
  // Terraform starts the provider once more to show a plan, which takes seconds.
  const shown = changed || drifted ? await showPlan(session, file) : undefined;
  const resources = shown ? plannedResources(shown, stack.id) : unchangedResources(state);
  const hidden = await hiddenChanges({
    stack,
    environment: loaded.environment,
    synthesized,
    resources,
    role,
  });
  const untouched = of.record?.applied?.content === of.content;
  return plannedModel({
    shown,
    synthesized,
    stack,
    loaded,
    bootstrapped: of.bootstrapped,
    changed,
    untouched,
    hidden,
  });
}
