import type { PlannedResource } from '../planned';

/** Which calls that write all settings an update of a pool would make. */
export interface Writes {
  /** `UpdateUserPool` */
  settings: boolean;
  /** `SetUserPoolMfaConfig` */
  factors: boolean;
}

/** Written by separate calls (`TagResource`, `AddCustomAttributes`), or only read. */
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

/** Arguments that the plan changes, or that are not known yet. */
function changed({ before = {}, after = {}, unknown }: PlannedResource): string[] {
  const unclear = Object(unknown) as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unclear)])].filter(
    (name) =>
      JSON.stringify(before[name] ?? null) !== JSON.stringify(after[name] ?? null) ||
      JSON.stringify(unclear[name] ?? null).includes('true'),
  );
}

/**
 * What Terraform would write to a pool that stays, following the provider's logic. An unrecognised argument
 * counts as a setting: better to check once too often.
 */
export function poolWrites(pool: PlannedResource): Writes {
  if (!['update', 'move', 'import'].includes(pool.action)) return { settings: false, factors: false };
  const names = changed(pool);
  return {
    settings: names.some((name) => !apart.includes(name)),
    factors: names.some((name) => factors.includes(name)),
  };
}

/** Every update of a client writes all of it: no part of a client has a separate call. */
export const writesClient = (client: PlannedResource): boolean =>
  ['update', 'move', 'import'].includes(client.action) && changed(client).length > 0;
