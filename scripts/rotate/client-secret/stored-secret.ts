import { createHash, randomBytes } from 'node:crypto';
import { SecretValue } from '../secret-value';

/** The longest that Cognito accepts (24 to 64 characters of `[\w+]`, API reference, AddUserPoolClientSecret): 256 bits. */
export const newValue = (): SecretValue => new SecretValue(randomBytes(32).toString('hex'));

/** The content of a version of a client's secret in Secrets Manager. */
export interface StoredSecret {
  clientId: string;
  value: SecretValue;
  /** Id of the secret in Cognito that it replaces; undefined for the one that Cognito generated. */
  replaces?: string;
}

/** A version's text, as the client's callers read it. */
export const stored = ({ clientId, value, replaces }: StoredSecret): string =>
  JSON.stringify({ client_id: clientId, client_secret: value.reveal(), ...(replaces && { replaces }) });

/** Parses a version's text. Undefined if it is not ours, such as a value stored by hand. */
export function parseStored(text: string | undefined): StoredSecret | undefined {
  try {
    const { client_id: clientId, client_secret: value, replaces } = JSON.parse(text ?? '');
    if (typeof clientId !== 'string' || typeof value !== 'string') return undefined;
    return {
      clientId,
      value: new SecretValue(value),
      ...(typeof replaces === 'string' && { replaces }),
    };
  } catch {
    return undefined;
  }
}

/**
 * Id of the version that replaces a secret in Cognito. It is derived, so that when two rotations run concurrently,
 * Secrets Manager accepts the first value and refuses the second: no version ever changes its value.
 */
export const versionReplacing = (clientId: string, replaces: string): string =>
  createHash('sha256').update(`${clientId} ${replaces}`).digest('hex');
