import type { AttributeType } from '@aws-sdk/client-cognito-identity-provider';
import type { Moto } from './call';
import type { Pool, State } from './state';

/** A sign-in at a provider that belongs to a user of the pool (AdminLinkProviderForUser). */
export interface Link {
  provider: string;
  /** `Cognito_Subject` for the provider's id of the user, else a claim of the provider. */
  attribute: string;
  value: string;
  username: string;
}

/** What a pool keeps of users who sign in elsewhere. */
export interface ExternalUsers {
  /** Moto's name by the pool's, `<provider>_<subject>`: moto lets nobody choose a name where addresses are names. */
  names: Map<string, string>;
  links: Link[];
}

/** A new pool's external users: none yet. */
export const newExternalUsers = (): ExternalUsers => ({ names: new Map(), links: [] });

const hidden = 'external:';

/** Addresses that name native users must not lead moto to an external user, so they are kept under another name. */
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

/** Moto as if it knew external users: their names, their status and their addresses. */
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
