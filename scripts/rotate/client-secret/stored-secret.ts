import { createHash, randomBytes } from 'node:crypto';
import { SecretValue } from '../secret-value';

/** As long as Cognito lets a secret be (24 to 64 characters of `[\w+]`, API reference, AddUserPoolClientSecret): 256 bits. */
export const newValue = (): SecretValue => new SecretValue(randomBytes(32).toString('hex'));

/** What a version of a client's secret in Secrets Manager holds. */
export interface StoredSecret {
  clientId: string;
  value: SecretValue;
  /** Id of the secret in Cognito that it takes the place of; undefined of the one that Cognito made itself. */
  replaces?: string;
}

/** The text of a version, as callers of the client read it. */
export const stored = ({ clientId, value, replaces }: StoredSecret): string =>
  JSON.stringify({ client_id: clientId, client_secret: value.reveal(), ...(replaces && { replaces }) });

/** Reads a version's text. Undefined where it is none of ours, as when somebody has put a value there by hand. */
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
 * Id of the version that takes the place of a secret in Cognito. Computed, so that of two rotations that make one at the
 * same time Secrets Manager takes the first and refuses the second: no version ever changes its value.
 */
export const versionReplacing = (clientId: string, replaces: string): string =>
  createHash('sha256').update(`${clientId} ${replaces}`).digest('hex');
