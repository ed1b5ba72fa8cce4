import type { Effect, ReviewedChange } from '../model';
import type { PlannedResource } from '../planned';
import { hiddenChange } from './change';
import { clientFields } from './client-fields';
import { canLose, type Fields, type LostSetting, lostSettings } from './fields';
import type { HiddenInput } from './input';
import type { Look } from './look';
import { mfaFields, poolFields } from './pool-fields';
import { poolWrites, writesClient } from './writes';

const shown = (value: unknown) => (value === null ? 'not set' : JSON.stringify(value));

/** The change for settings that the update would lose; undefined if it loses none. */
function resetChange(
  stack: HiddenInput['stack'],
  resource: PlannedResource,
  lost: readonly LostSetting[],
): ReviewedChange | undefined {
  if (lost.length === 0) return undefined;
  return hiddenChange(stack, resource, {
    action: 'update',
    attributes: lost.map(({ path, before, after }) => ({ path, before, ...(after !== null && { after }) })),
    effects: lost.map(
      ({ path, before, after }): Effect => ({
        id: 'setting-reset',
        path,
        what: `${path} is ${shown(before)}; Terraform does not know about it, and the update would reset it to ${shown(after)}`,
      }),
    ),
  });
}

/**
 * Settings that an update would reset, as they are in Cognito now: only of pools and clients that the plan writes,
 * and only for calls that can lose anything.
 */
export async function resetSettings(
  { stack, resources }: Pick<HiddenInput, 'stack' | 'resources'>,
  look: Look,
  tables: { pool: Fields; mfa: Fields; client: Fields } = {
    pool: poolFields,
    mfa: mfaFields,
    client: clientFields,
  },
): Promise<ReviewedChange[]> {
  const lostBy = async (resource: PlannedResource): Promise<LostSetting[]> => {
    const { address, type, before } = resource;
    const id = String(before?.id ?? '');
    if (type === 'aws_cognito_user_pool') {
      const writes = poolWrites(resource);
      const [settings, factors] = await Promise.all([
        writes.settings && canLose(tables.pool) ? look.pool(address, id) : {},
        writes.factors && canLose(tables.mfa) ? look.factors(address, id) : {},
      ]);
      return [...lostSettings(settings, tables.pool), ...lostSettings(factors, tables.mfa)];
    }
    if (type === 'aws_cognito_user_pool_client' && writesClient(resource) && canLose(tables.client))
      return lostSettings(await look.client(address, String(before?.user_pool_id ?? ''), id), tables.client);
    return [];
  };
  const planned = resources.filter(({ section }) => section !== 'drift');
  const changes = await Promise.all(
    planned.map(async (resource) => resetChange(stack, resource, await lostBy(resource))),
  );
  return changes.filter((change) => change !== undefined);
}
