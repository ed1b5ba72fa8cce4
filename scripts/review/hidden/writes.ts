import type { PlannedResource } from '../planned';

/** Which calls an update of a pool would make that write all settings at once. */
export interface Writes {
  /** `UpdateUserPool` */
  settings: boolean;
  /** `SetUserPoolMfaConfig` */
  factors: boolean;
}

/** Written by calls of their own (`TagResource`, `AddCustomAttributes`), or only read. */
const apart = [
  'arn',
  'creation_date',
  'custom_domain',
  'domain',
  'endpoint',
  'estimated_number_of_users',
  'id',
  'last_modified_date',
  'schema',
  'tags',
  'tags_all',
];

/** Arguments of second factors. */
const factors = [
  'email_mfa_configuration',
  'mfa_configuration',
  'sms_authentication_message',
  'sms_configuration',
  'software_token_mfa_configuration',
  'web_authn_configuration',
];

/** Arguments of a resource that the plan changes, or does not know yet. */
function changed({ before = {}, after = {}, unknown }: PlannedResource): string[] {
  const unclear = Object(unknown) as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unclear)])].filter(
    (name) =>
      JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null) ||
      JSON.stringify(unclear[name] ?? null).includes('true'),
  );
}

/**
 * What Terraform would write to a pool that stays, as the provider decides it. An argument that it does not tell apart
 * counts as one of the settings: better to look once too often.
 */
export function poolWrites(pool: PlannedResource): Writes {
  if (!['update', 'move', 'import'].includes(pool.action)) return { settings: false, factors: false };
  const names = changed(pool);
  return {
    settings: names.some((name) => !apart.includes(name)),
    factors: names.some((name) => factors.includes(name)),
  };
}

/** Every update of a client writes all of it: nothing of a client is written by a call of its own. */
export const writesClient = (client: PlannedResource): boolean =>
  ['update', 'move', 'import'].includes(client.action) && changed(client).length > 0;
