import { deployRole, planRole, roleArn } from '../../../environments/names';
import { clientsWith } from '../../adoption/clients';
import { assumeRole } from '../../aws/credentials';
import type { ReviewedChange } from '../model';
import type { PlannedResource } from '../planned';
import { hiddenChange } from './change';
import { hookChanges } from './hook-changes';
import { leftHooks } from './hooks';
import type { HiddenInput } from './input';
import { type Look, lookThrough } from './look';
import { handReplicas } from './replicas';
import { resetSettings } from './settings';
import { poolWrites } from './writes';

/** A replica that is not configured. Terraform does nothing about it. */
const replicaChange = (
  stack: HiddenInput['stack'],
  resource: PlannedResource,
  path: string,
  regions: readonly string[],
): ReviewedChange =>
  hiddenChange(stack, resource, {
    action: 'none',
    attributes: regions.map((region) => ({ path: `${path}.${region}`, before: region })),
    effects: regions.map((region) => ({
      id: 'replica-by-hand',
      path: `${path}.${region}`,
      what: `it is replicated to ${region}, which is in neither configuration nor state`,
    })),
  });

/** Pools are checked for replicas only if the plan writes, replaces or destroys them, since each costs a call. */
const touched = (pool: PlannedResource): boolean => {
  const { settings, factors } = poolWrites(pool);
  return settings || factors || ['replace', 'delete'].includes(pool.action);
};

async function poolReplicas({ stack, resources }: HiddenInput, look: Look): Promise<ReviewedChange[]> {
  const pools = resources.filter(
    (one) => one.type === 'aws_cognito_user_pool' && one.section !== 'drift' && touched(one),
  );
  const changes = await Promise.all(
    pools.map(async (pool) => {
      const regions = await look.replicas(pool.address, String(pool.before?.id ?? ''));
      return regions.length > 0 ? [replicaChange(stack, pool, 'replica', regions)] : [];
    }),
  );
  return changes.flat();
}

/** The same with a given reader. */
export async function hiddenThrough(input: HiddenInput, look: Look): Promise<ReviewedChange[]> {
  const [settings, pools] = await Promise.all([resetSettings(input, look), poolReplicas(input, look)]);
  const tables = handReplicas(input).map(({ table, regions }) =>
    replicaChange(input.stack, table, 'replica', regions),
  );
  return merged([
    ...hookChanges(input, leftHooks(input.synthesized, input.resources)),
    ...settings,
    ...pools,
    ...tables,
  ]);
}

/** Merges changes into one per resource, since an approval names a resource and an action. */
function merged(changes: readonly ReviewedChange[]): ReviewedChange[] {
  const byAddress = new Map<string, ReviewedChange>();
  for (const change of changes) {
    const known = byAddress.get(change.address);
    byAddress.set(
      change.address,
      known
        ? {
            ...known,
            action: known.action === 'none' ? change.action : known.action,
            attributes: [...known.attributes, ...change.attributes].sort((a, b) =>
              a.path < b.path ? -1 : 1,
            ),
            effects: [...known.effects, ...change.effects],
          }
        : change,
    );
  }
  return [...byAddress.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
}

/**
 * What a stack's plan hides, with section `hidden`, sorted by address (docs/hidden-changes.md): hooks that Terraform
 * would leave attached, settings that an update would reset, replicas created by hand. Read-only, and
 * asks Cognito only about pools that the plan changes. Throws if that fails: an unreadable resource is an
 * error of that stack, never "nothing hidden".
 */
export async function hiddenChanges(input: HiddenInput): Promise<ReviewedChange[]> {
  const { stack, environment, purpose } = input;
  const name = purpose === 'look' ? planRole(environment) : deployRole(environment);
  const role = roleArn(environment, stack.account, name);
  const clients = clientsWith((region) => assumeRole(role, region));
  try {
    return await hiddenThrough(input, lookThrough(clients, { role, region: stack.region }));
  } finally {
    await clients.destroy();
  }
}
