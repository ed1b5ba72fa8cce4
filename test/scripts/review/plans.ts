import { placementOf } from '../../../environments/placement';
import { readPlan } from '../../../scripts/review/plan/shown-plan';
import { type StackModelInput, stackModel } from '../../../scripts/review/stack-model';
import { realEnvironment } from '../../invariants/fleet';

/** A resource of a plan as `terraform show -json` writes it. */
export type Shown = ReturnType<typeof resource>;

// biome-ignore lint/suspicious/noExplicitAny: a plan is any JSON.
type Json = any;

/** One resource of a plan, by default updated. */
export const resource = (type: string, change: Record<string, Json>, more: Record<string, Json> = {}) => ({
  address: `${type}.one`,
  mode: 'managed',
  type,
  name: 'one',
  provider_name: 'registry.terraform.io/hashicorp/aws',
  ...more,
  change: {
    actions: ['update'],
    before: null,
    after: null,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
    ...change,
  },
});

/** A plan as Terraform 1.11 writes it. */
export const plan = (more: Record<string, Json> = {}): Record<string, Json> => ({
  format_version: '1.2',
  terraform_version: '1.11.4',
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  timestamp: '2026-11-24T10:00:00Z',
  applyable: true,
  complete: true,
  errored: false,
  ...more,
});

const loaded = realEnvironment('dev');
export const stack = placementOf(loaded).find(
  ({ stack: name }) => name === 'cell-01',
) as StackModelInput['stack'];

/** The model of a plan of a cell of `dev`. */
export const model = (shown: unknown, more: Partial<StackModelInput> = {}) =>
  stackModel({
    plan: readPlan(stack.id, shown),
    synthesized: {},
    stack,
    loaded,
    bootstrapped: true,
    changed: true,
    untouched: false,
    hidden: [],
    ...more,
  });

/** The model of a plan that changes one resource. */
export const modelOf = (...changed: Shown[]) => model(plan({ resource_changes: changed }));
