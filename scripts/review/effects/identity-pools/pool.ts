import type { Attributes, EffectRule } from '../../planned';
import { all, gained, turnedOn } from '../compare';
import { blocks, textMap, unknownAt, valueAt, without } from '../values';
import { list } from '../words';

const id = 'identity-pool-wider' as const;
const path = 'cognito_identity_providers';

/** Key of a user pool client whose users get credentials; undefined if its id is not known yet. */
const source = ({ provider_name: provider, client_id: client }: Attributes) =>
  typeof provider === 'string' && typeof client === 'string' ? `${provider}:${client}` : undefined;

const sources = (attributes: Attributes | undefined) =>
  blocks(valueAt(attributes, path)).flatMap((one) => source(one) ?? []);

/** Users of an existing client, to whom a new identity pool also gives something new. */
const providers: EffectRule = (change) => {
  const { before, after, action } = change;
  if (!after || (!before && action !== 'create')) return [];
  const added = without(sources(after), sources(before));
  return added.length > 0 ? [{ id, what: `users of ${list(added)} would get AWS credentials`, path }] : [];
};

/** Without the check, a globally signed-out user still gets credentials until the token expires. */
const unchecked: EffectRule = (change) => {
  const { before, after } = change;
  if (!before || !after || unknownAt(change, path)) return [];
  const checked = (attributes: Attributes) =>
    blocks(valueAt(attributes, path))
      .filter(({ server_side_token_check: check }) => check === true)
      .flatMap((one) => source(one) ?? []);
  const still = sources(after);
  const lost = without(checked(before), checked(after)).filter((one) => still.includes(one));
  return lost.length > 0 ? [{ id, what: `sign-outs of ${list(lost)} would be ignored`, path }] : [];
};

const logins: EffectRule = ({ before, after }) => {
  const attribute = 'supported_login_providers';
  const [old, next] = [before, after].map((side) => textMap(valueAt(side, attribute))) as [
    Record<string, string>,
    Record<string, string>,
  ];
  const added = Object.keys(next)
    .filter((name) => old[name] !== next[name])
    .sort();
  return before && after && added.length > 0
    ? [{ id, what: `users of ${list(added)} would get AWS credentials`, path: attribute }]
    : [];
};

const others = (attribute: string) =>
  gained(id, attribute, (added) => `users of ${list(added)} would get AWS credentials`);

/** Which users get AWS credentials at all. */
export const identityPool = all(
  turnedOn(id, 'allow_unauthenticated_identities', 'people who have not signed in would get AWS credentials'),
  turnedOn(id, 'allow_classic_flow', 'an application could choose any role that trusts the identity pool'),
  providers,
  unchecked,
  others('openid_connect_provider_arns'),
  others('saml_provider_arns'),
  logins,
);
