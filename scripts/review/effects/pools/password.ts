import type { EffectRule } from '../../planned';
import { all, compared, number, turnedOff } from '../compare';
import { count } from '../words';

const policy = (field: string) => `password_policy.${field}`;

const kinds = {
  lowercase: 'lower-case letter',
  uppercase: 'upper-case letter',
  numbers: 'digit',
  symbols: 'symbol',
};

const atLeast = (field: string, missing: number, what: (before: number, after: number) => string) =>
  compared({
    id: 'password-weakened',
    path: policy(field),
    of: number(missing),
    worse: (before, after) => after < before,
    what,
  });

/** Rules for passwords, field by field. Defaults are Cognito's (API reference, `PasswordPolicyType`). */
export const password: EffectRule = all(
  atLeast(
    'minimum_length',
    8,
    (before, after) => `passwords would have at least ${after} characters, now ${before}`,
  ),
  atLeast(
    'password_history_size',
    0,
    (before, after) => `${count(after, 'earlier password')} would be refused, now ${before}`,
  ),
  ...Object.entries(kinds).map(([field, kind]) =>
    turnedOff('password-weakened', policy(`require_${field}`), `passwords would no longer need ${kind}s`),
  ),
  compared({
    id: 'password-weakened',
    path: policy('temporary_password_validity_days'),
    of: (value) => number()(value) || 7,
    worse: (before, after) => after > before,
    what: (before, after) => `a temporary password would be valid for ${count(after, 'day')}, now ${before}`,
  }),
);
