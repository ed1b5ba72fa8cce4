import { randomUUID } from 'node:crypto';
import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { Cognito, Moto } from '../call';
import type { ExternalUsers, FederatedIdentity, Link } from '../federation/model';
import type { Pool } from '../model';
import type { State } from '../state';
import { type Attributes, attributeList } from './user-attributes';
import { canonical, placeholderPassword } from './users';

/** A new pool's external users: none yet. */
export const newExternalUsers = (): ExternalUsers => ({ names: new Map(), links: [] });

/** The attribute with which links name the provider's user id. */
export const subjectAttribute = 'Cognito_Subject';

/** The link of a provider's user to a user of the pool, if there is one. */
export const linkOf = (
  pool: Pool,
  { provider: { ProviderName }, subject, attributes }: FederatedIdentity,
): Link | undefined =>
  pool.external.links.find(
    ({ provider, attribute, value }) =>
      provider === ProviderName &&
      (attribute === subjectAttribute ? subject : attributes[attribute]) === value,
  );

/** The pool's name of a provider's user. */
export const externalName = (pool: Pool, provider: string, subject: string): string =>
  canonical(pool, `${provider}_${subject}`);

const hidden = 'external:';

/**
 * Native users' addresses must not lead moto to an external user, so external users' addresses are stored under another
 * name.
 */
const hides = (pool: Pool, name: string | undefined) =>
  (pool.settings.UsernameAttributes as string[] | undefined)?.includes(name ?? '') ?? false;

type Input = {
  UserPoolId?: string;
  Username?: string;
  UserAttributes?: AttributeType[];
  UserAttributeNames?: string[];
};

function toMoto(pool: Pool, input: Input): Input {
  const name = pool.external.names.get(input.Username ?? '');
  if (name === undefined) return input;
  const rename = (attribute = '') => (hides(pool, attribute) ? `${hidden}${attribute}` : attribute);
  return {
    ...input,
    Username: name,
    ...(input.UserAttributes && {
      UserAttributes: input.UserAttributes.map(({ Name, Value }) => ({ Name: rename(Name), Value })),
    }),
    ...(input.UserAttributeNames && { UserAttributeNames: input.UserAttributeNames.map(rename) }),
  };
}

type Shown = { Username?: string; Attributes?: AttributeType[]; UserAttributes?: AttributeType[] };

function fromMoto<Body extends Shown>(pool: Pool, user: Body): Body {
  const [name] = [...pool.external.names].find(([, motoName]) => motoName === user.Username) ?? [];
  if (name === undefined) return user;
  const rename = (list: AttributeType[]) =>
    list
      .filter(({ Name }) => !hides(pool, Name))
      .map(({ Name, Value }) => ({ Name: Name?.replace(hidden, ''), Value }));
  return {
    ...user,
    Username: name,
    UserStatus: 'EXTERNAL_PROVIDER',
    ...(user.Attributes && { Attributes: rename(user.Attributes) }),
    ...(user.UserAttributes && { UserAttributes: rename(user.UserAttributes) }),
  };
}

/** Wraps moto so that it seems to know external users: their names, status and addresses. */
export const withExternalUsers =
  (state: State, moto: Moto): Moto =>
  async (place, operation, input) => {
    const pool = state.pools.get((input as Input).UserPoolId ?? '');
    if (!pool?.external.names.size) return moto(place, operation, input);
    const body: { Users?: Shown[]; User?: Shown } & Shown = await moto(
      place,
      operation,
      toMoto(pool, input as Input),
    );
    return {
      ...fromMoto(pool, body),
      ...(body.User && { User: fromMoto(pool, body.User) }),
      ...(body.Users && { Users: body.Users.map((user) => fromMoto(pool, user)) }),
    };
  };

/** Creates a user who signs in at a provider and has no password. */
export async function createExternalUser(
  { moto }: Pick<Cognito, 'moto'>,
  pool: Pool,
  name: string,
  attributes: Attributes,
): Promise<void> {
  const addressed = pool.settings.UsernameAttributes?.length;
  // If addresses are user names, moto requires one, and then generates the name itself.
  pool.external.names.set(name, addressed ? `${randomUUID()}@external.invalid` : name);
  const input = {
    UserPoolId: pool.id,
    Username: name,
    UserAttributes: attributeList(attributes),
    TemporaryPassword: placeholderPassword(),
    MessageAction: 'SUPPRESS',
  };
  try {
    const { User } = (await moto(pool, 'AdminCreateUser', input)) as { User: Shown };
    pool.external.names.set(name, User.Username as string);
  } catch (error) {
    pool.external.names.delete(name);
    throw error;
  }
}
