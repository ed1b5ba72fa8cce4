import type { EffectRule } from '../../planned';
import { all } from '../compare';
import { list } from '../words';
import { type Meaning, widened } from './widened';

/** Attributes of OpenID Connect that every pool has (developer guide, "Working with user attributes"). */
const standard = [
  'address',
  'birthdate',
  'email',
  'family_name',
  'gender',
  'given_name',
  'locale',
  'middle_name',
  'name',
  'nickname',
  'phone_number',
  'picture',
  'preferred_username',
  'profile',
  'updated_at',
  'website',
  'zoneinfo',
];

/** Without a list, a client may write every standard attribute, and also read whether two of them are verified. */
const written: Meaning = (names) => (names.length > 0 ? names : standard);
const readable: Meaning = (names) =>
  names.length > 0 ? names : [...standard, 'email_verified', 'phone_number_verified'];

const wider =
  (path: string, verb: string, meaning: Meaning): EffectRule =>
  (change, context) => {
    const added = widened(change, context, path, meaning);
    return added.length > 0
      ? [{ id: 'attributes-wider', what: `it could ${verb} ${list(added)}`, path }]
      : [];
  };

/** User attributes that a client may read and write, including `custom:tenant_id`, which names the user's tenant. */
export const attributes = all(
  wider('read_attributes', 'read', readable),
  wider('write_attributes', 'write', written),
);
