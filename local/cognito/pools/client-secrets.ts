import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type {
  AddUserPoolClientSecretRequest,
  DeleteUserPoolClientSecretRequest,
  ListUserPoolClientSecretsRequest,
} from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Operation } from '../call';
import { invalid, missing } from '../errors';
import type { Client, ClientSecret } from '../model';

/** Most secrets active at one time (API reference, AddUserPoolClientSecret). */
const most = 2;

/** 51 characters of base36, like AWS's. */
const generated = () =>
  BigInt(`0x${randomBytes(36).toString('hex')}`)
    .toString(36)
    .padStart(56, '0')
    .slice(-51);

/**
 * Validates a secret that the caller supplies: 24 to 64 characters of `[\w+]+` (API reference,
 * ClientSecretDescriptorType).
 */
function checked(value: string): string {
  const refuse = (constraint: string) =>
    invalid(
      `1 validation error detected: Value at 'clientSecret' failed to satisfy constraint: Member must ${constraint}`,
    );
  if (value.length < 24) throw refuse('have length greater than or equal to 24');
  if (value.length > 64) throw refuse('have length less than or equal to 64');
  if (!/^[\w+]+$/.test(value)) throw refuse('satisfy regular expression pattern: [\\w+]+');
  return value;
}

/**
 * A new secret for a client, generated unless the caller supplies one. Its id is `<client-id>--<epoch-create-time>`
 * (API reference, ClientSecretDescriptorType).
 * @param now milliseconds since 1970
 */
export function newSecret(
  { ClientId, secrets }: Pick<Client, 'ClientId' | 'secrets'>,
  own: string | undefined,
  now: number,
): ClientSecret {
  const value = own === undefined ? generated() : checked(own);
  const taken = new Set(secrets.map(({ id }) => id));
  let time = now;
  while (taken.has(`${ClientId}--${time}`)) time++;
  return { id: `${ClientId}--${time}`, value, created: Math.floor(now / 1000), shown: false };
}

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Whether a caller with this secret, or none, is the client: all of its secrets are equally valid. */
export const opens = ({ secrets }: Pick<Client, 'secrets'>, given: string | undefined): boolean =>
  secrets.length === 0
    ? !given
    : secrets.some(({ value }) => timingSafeEqual(digest(value), digest(given ?? '')));

const described = ({ id, created }: ClientSecret) => ({
  ClientSecretId: id,
  ClientSecretCreateDate: created,
});

/** AddUserPoolClientSecret: returns the value only if Cognito generated it. */
export const addUserPoolClientSecret: Operation<AddUserPoolClientSecretRequest> = async (
  { state, now },
  call,
) => {
  const { UserPoolId, ClientId, ClientSecret: own } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const client = state.client(pool, ClientId as string);
  if (client.secrets.length === 0)
    throw invalid(`Client ${ClientId} is a public client, which can have no secret.`);
  if (client.secrets.length >= most)
    throw new AwsError('LimitExceededException', `Client ${ClientId} has ${most} secrets already.`);
  const secret = newSecret(client, own, now());
  pool.clients.set(client.ClientId, { ...client, secrets: [...client.secrets, secret] });
  return {
    ClientSecretDescriptor: {
      ...described(secret),
      ...(own === undefined && { ClientSecretValue: secret.value }),
    },
  };
};

/** ListUserPoolClientSecrets: never returns values. */
export const listUserPoolClientSecrets: Operation<ListUserPoolClientSecretsRequest> = async (
  { state },
  call,
) => {
  const pool = state.pool(call.input.UserPoolId as string, call);
  return { ClientSecrets: state.client(pool, call.input.ClientId as string).secrets.map(described) };
};

/** DeleteUserPoolClientSecret: refuses to delete the last one. */
export const deleteUserPoolClientSecret: Operation<DeleteUserPoolClientSecretRequest> = async (
  { state },
  call,
) => {
  const { UserPoolId, ClientId, ClientSecretId } = call.input;
  const pool = state.pool(UserPoolId as string, call);
  const client = state.client(pool, ClientId as string);
  const secrets = client.secrets.filter(({ id }) => id !== ClientSecretId);
  if (secrets.length === client.secrets.length)
    throw missing(`Client ${ClientId} has no secret ${ClientSecretId}.`);
  if (secrets.length === 0) throw invalid('The last secret of a client cannot be deleted.');
  pool.clients.set(client.ClientId, { ...client, secrets });
  return {};
};
