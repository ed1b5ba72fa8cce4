import type { Effect } from '../../model';
import type { EffectId } from '../catalogue';
import { without } from '../values';
import { list, shownUrl } from '../words';
import type { BothSides } from './provider';

/** The effect of a changed detail; undefined if none. */
type Judge = (
  before: string | undefined,
  after: string | undefined,
) => { id: EffectId; what: string } | undefined;

const on = (value: string | undefined) => value?.toLowerCase() === 'true';

const issuer =
  (name: string): Judge =>
  (before, after) => ({
    id: 'provider-issuer',
    what: `${name} would be ${after ? shownUrl(after) : 'none'}, now ${before ? shownUrl(before) : 'none'}`,
  });

/** If omitted, Cognito discovers it from the issuer, which is judged separately. */
const endpoint =
  (name: string): Judge =>
  (before, after) =>
    after === undefined ? undefined : issuer(name)(before, after);

/** Ids are public: everyone redirected to the provider sees them. */
const account =
  (name: string): Judge =>
  (before, after) => ({
    id: 'provider-issuer',
    what: `our ${name} at the provider would be ${after ?? 'none'}, now ${before ?? 'none'}`,
  });

const lowered =
  (what: string, strong: (value: string | undefined) => boolean): Judge =>
  (before, after) =>
    strong(before) && !strong(after) ? { id: 'provider-lowered', what } : undefined;

const words = (scopes = '') => scopes.split(/[\s,]+/).filter((scope) => scope !== '');

/** Keys of `ProviderDetails` (API reference, `CreateIdentityProvider`), except SAML's metadata. */
const judges: Readonly<Record<string, Judge>> = {
  oidc_issuer: issuer('the issuer'),
  authorize_url: endpoint('the endpoint for sign-in'),
  token_url: endpoint('the endpoint for tokens'),
  jwks_uri: endpoint('the endpoint for keys'),
  attributes_url: endpoint('the endpoint for attributes'),
  client_id: account('client'),
  team_id: account('team'),
  authorize_scopes: (before, after) => {
    const added = without(words(after), words(before));
    return added.length > 0
      ? { id: 'provider-mapping', what: `it would also be asked for ${list(added)}` }
      : undefined;
  },
  IDPInit: (before, after) =>
    on(after) && !on(before)
      ? { id: 'idp-initiated', what: 'sign-in could start at the provider, which it could not before' }
      : undefined,
  EncryptedResponses: lowered('unencrypted assertions would be accepted', on),
  RequestSigningAlgorithm: lowered(
    'our requests would no longer be signed',
    (value) => value !== undefined && value !== '',
  ),
};

/** Effects of changed provider details. */
export const detailEffects = ({ before, after, path, unknown }: BothSides): Effect[] =>
  Object.entries(judges).flatMap(([key, judge]) => {
    const [old, next] = [before.details[key], after.details[key]];
    if (old === next || unknown('details', key)) return [];
    const found = judge(old, next);
    return found ? [{ ...found, path: path('details', key) }] : [];
  });
