import { randomInt } from 'node:crypto';
import type { CodeDeliveryDetailsType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';
import type { Cognito } from '../call';

import type { CodePurpose, Pool } from '../model';
import { secretsOf } from '../state';
import type { User } from './users';

/** Sign-up codes last a day, codes for a new password an hour, and those of a second factor three minutes. */
const lifetime: Record<CodePurpose, number> = {
  'sign-up': 86_400_000,
  'password-reset': 3_600_000,
  'second-factor': 180_000,
};

function newCode(cognito: Cognito, pool: Pool, user: User, purpose: CodePurpose): string {
  const code = String(randomInt(1_000_000)).padStart(6, '0');
  secretsOf(pool, user.username).codes.set(purpose, { code, until: cognito.now() + lifetime[purpose] });
  return code;
}

/** A code's destination, with the address masked as in Cognito. */
export function delivery(email: string): CodeDeliveryDetailsType {
  const [name = '', host = ''] = email.split('@');
  return {
    Destination: `${name.slice(0, 1)}***@${host.slice(0, 1)}***`,
    DeliveryMedium: 'EMAIL',
    AttributeName: 'email',
  };
}

/** Sends the user a six-digit code (to the pool's outbox); it replaces an older one for the same purpose. */
export function sendCode(
  cognito: Cognito,
  pool: Pool,
  user: User,
  purpose: 'sign-up' | 'password-reset',
): CodeDeliveryDetailsType {
  const to = user.attributes.email ?? user.username;
  pool.outbox.push({ to, subject: purpose, secret: newCode(cognito, pool, user, purpose) });
  return delivery(to);
}

/** Sends a second factor's code to the user's phone. Returns the number, masked as in Cognito. */
export function sendSms(cognito: Cognito, pool: Pool, user: User): string {
  const to = user.attributes.phone_number ?? '';
  pool.outbox.push({ to, subject: 'second-factor', secret: newCode(cognito, pool, user, 'second-factor') });
  return to.replace(/\d(?=\d{4})/g, '*');
}

/** Consumes a code. Throws CodeMismatchException and ExpiredCodeException. */
export function useCode(
  cognito: Cognito,
  pool: Pool,
  username: string,
  purpose: CodePurpose,
  given: string | undefined,
) {
  const codes = secretsOf(pool, username).codes;
  const known = codes.get(purpose);
  if (!known || known.until <= cognito.now())
    throw new AwsError('ExpiredCodeException', 'Invalid code provided, please request a code again.');
  if (known.code !== given)
    throw new AwsError('CodeMismatchException', 'Invalid verification code provided, please try again.');
  codes.delete(purpose);
}
