import { randomInt } from 'node:crypto';
import type { PasswordPolicyType } from '@aws-sdk/client-cognito-identity-provider';
import { AwsError } from '../../aws-error';

/** Characters that Cognito counts as symbols. */
const symbol = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

/** Throws InvalidPasswordException if the pool's policy does not allow the password. */
export function checkPasswordPolicy(policy: PasswordPolicyType, password: string): void {
  const refuse = (why: string) => {
    throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${why}`);
  };
  if (password.length < (policy.MinimumLength ?? 8)) refuse('Password not long enough');
  if (password.length > 256) refuse('Password too long');
  if (policy.RequireUppercase && !/\p{Lu}/u.test(password)) refuse('Password must have uppercase characters');
  if (policy.RequireLowercase && !/\p{Ll}/u.test(password)) refuse('Password must have lowercase characters');
  if (policy.RequireNumbers && !/\d/.test(password)) refuse('Password must have numeric characters');
  if (policy.RequireSymbols && !symbol.test(password)) refuse('Password must have symbol characters');
}

/** A random password of the given length that satisfies every policy for that length. */
export function randomPassword(length: number): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!@#%*-_=+'];
  const all = kinds.join('');
  const pick = (from: string) => from[randomInt(from.length)] as string;
  return [
    ...kinds.map(pick),
    ...Array.from({ length: Math.max(0, length - kinds.length) }, () => pick(all)),
  ].join('');
}
