import type {
  AdminDisableProviderForUserRequest,
  AdminLinkProviderForUserRequest,
  ProviderUserIdentifierType,
} from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito, Operation } from '../call';
import { invalid, missing } from '../errors';
import type { Pool } from '../model';
import { externalName, subjectAttribute } from '../users/external-users';
import { findUser, type User } from '../users/users';
import { identitiesOf, newIdentity } from './identities';
import type { Link } from './model';

/** Cognito links at most this many identities to one user. */
const mostLinks = 5;

async function destinationOf(
  cognito: Cognito,
  pool: Pool,
  { ProviderName = '', ProviderAttributeValue = '' }: ProviderUserIdentifierType,
): Promise<User> {
  if (ProviderName === 'Cognito') return findUser(cognito, pool, ProviderAttributeValue);
  return findUser(cognito, pool, externalName(pool, ProviderName, ProviderAttributeValue));
}

const writeIdentities = ({ moto }: Cognito, pool: Pool, user: User, identities: object[]) =>
  moto(pool, 'AdminUpdateUserAttributes', {
    UserPoolId: pool.id,
    Username: user.username,
    UserAttributes: [{ Name: 'identities', Value: JSON.stringify(identities) }],
  });

const isOf = (link: Link, { provider, attribute, value }: Omit<Link, 'username'>) =>
  link.provider === provider && link.attribute === attribute && link.value === value;

/**
 * AdminLinkProviderForUser: from now on, that provider's user signs in as this user. Refused, as by Cognito,
 * if the provider's user has already signed in and so has a user in the pool.
 */
export const adminLinkProviderForUser: Operation<AdminLinkProviderForUserRequest> = async (cognito, call) => {
  const { UserPoolId, DestinationUser = {}, SourceUser = {} } = call.input;
  const pool = cognito.state.pool(UserPoolId as string, call);
  const provider = pool.federation.providers.get(SourceUser.ProviderName ?? '');
  if (!provider) throw missing(`Identity provider ${SourceUser.ProviderName} does not exist.`);
  const { ProviderAttributeName: attribute = subjectAttribute, ProviderAttributeValue: value = '' } =
    SourceUser;
  if (!value) throw invalid('Missing required parameter SourceUser.ProviderAttributeValue');
  const user = await destinationOf(cognito, pool, DestinationUser);
  const source = { provider: provider.ProviderName, attribute, value };
  if (attribute === subjectAttribute && pool.external.names.has(externalName(pool, source.provider, value)))
    throw invalid(
      'Merging is not currently supported, provide a SourceUser that has not been signed up in order to link',
    );
  if (pool.external.links.some((link) => isOf(link, source)))
    throw invalid('SourceUser is already linked to DestinationUser');
  if (pool.external.links.filter(({ username }) => username === user.username).length >= mostLinks)
    throw invalid('The user has reached the maximum number of linked identities.');
  const identity = newIdentity(provider, value, { primary: false, now: cognito.now() });
  await writeIdentities(cognito, pool, user, [...identitiesOf(user.attributes), identity]);
  pool.external.links.push({ ...source, username: user.username });
  return {};
};

/** AdminDisableProviderForUser: removes a link; the provider's user is unknown again. */
export const adminDisableProviderForUser: Operation<AdminDisableProviderForUserRequest> = async (
  cognito,
  call,
) => {
  const pool = cognito.state.pool(call.input.UserPoolId as string, call);
  const {
    ProviderName: provider = '',
    ProviderAttributeName,
    ProviderAttributeValue,
  } = call.input.User ?? {};
  const source = {
    provider,
    attribute: ProviderAttributeName ?? subjectAttribute,
    value: ProviderAttributeValue ?? '',
  };
  const link = pool.external.links.find((one) => isOf(one, source));
  if (!link)
    throw invalid('The user is not linked to a user of this pool (the local AWS only undoes links).');
  const user = await findUser(cognito, pool, link.username);
  const left = identitiesOf(user.attributes).filter(
    ({ userId, providerName }) => userId !== source.value || providerName !== provider,
  );
  await writeIdentities(cognito, pool, user, left);
  pool.external.links = pool.external.links.filter((one) => one !== link);
  return {};
};
