import type { Attributes, EffectRule } from '../../planned';
import { all, compared, text, weakerIn } from '../compare';
import { unknownAt, valueAt } from '../values';
import { list } from '../words';

const setting = 'mfa_configuration';

const lowered = compared({
  id: 'mfa-lowered',
  path: setting,
  of: text('OFF'),
  worse: weakerIn('OFF', 'OPTIONAL', 'ON'),
  what: (before, after) => `MFA would be ${after}, now ${before}`,
});

const required = (pool: Attributes) => (valueAt(pool, setting) ?? 'OFF') !== 'OFF';

interface Factor {
  name: string;
  path: string;
  there: (pool: Attributes) => boolean;
  /** A code in a message can be read by anyone with access to the number or mailbox, so it ranks below a device's. */
  strength: number;
}

const factors: readonly Factor[] = [
  {
    name: 'authenticator app',
    path: 'software_token_mfa_configuration',
    there: (pool) => valueAt(pool, 'software_token_mfa_configuration.enabled') === true,
    strength: 2,
  },
  ...[
    { name: 'text message', path: 'sms_configuration' },
    { name: 'email', path: 'email_mfa_configuration' },
  ].map(({ name, path }) => ({
    name,
    path,
    // An empty block still counts as present.
    there: (pool: Attributes) => Array.isArray(pool[path]) && (pool[path] as unknown[]).length > 0,
    strength: 1,
  })),
];

/** Second factors if MFA is on before and after: the weakest accepted one, and the best available one. */
const factorsLowered: EffectRule = (change) => {
  const { before, after } = change;
  const paths = [setting, ...factors.map(({ path }) => path)];
  if (!before || !after || paths.some((path) => unknownAt(change, path))) return [];
  if (!required(before) || !required(after)) return [];
  const of = (pool: Attributes) => factors.filter(({ there }) => there(pool));
  const [old, next] = [of(before), of(after)];
  const strengths = (some: readonly Factor[]) => some.map(({ strength }) => strength);
  const worst = (some: readonly Factor[]) => Math.min(...strengths(some), Number.POSITIVE_INFINITY);
  const best = (some: readonly Factor[]) => Math.max(...strengths(some), 0);
  if (old.length === 0 || (worst(next) >= worst(old) && best(next) >= best(old))) return [];
  const names = (some: readonly Factor[]) => list(some.map(({ name }) => name)) || 'none';
  const differs = factors.find((factor) => old.includes(factor) !== next.includes(factor));
  return [
    {
      id: 'mfa-lowered',
      what: `second factors would be ${names(next)}, now ${names(old)}`,
      path: differs?.path ?? setting,
    },
  ];
};

/**
 * A remembered device replaces the second factor, on every sign-in from it (developer guide, "Working with
 * user devices in your user pool").
 */
const trust = (pool: Attributes) => {
  if (valueAt(pool, 'device_configuration.challenge_required_on_new_device') !== true) return 0;
  return valueAt(pool, 'device_configuration.device_only_remembered_on_user_prompt') === true ? 1 : 2;
};
const trusted = ['no device', 'devices that users choose', 'every device'];

const devicesTrusted: EffectRule = (change) => {
  const { before, after } = change;
  if (!before || !after || unknownAt(change, 'device_configuration')) return [];
  if (!required(before) || trust(after) <= trust(before)) return [];
  const what = `${trusted[trust(after)]} would replace the second factor, now ${trusted[trust(before)]}`;
  return [{ id: 'mfa-lowered', what, path: 'device_configuration' }];
};

/** Whether a passkey verifies that its owner is present, not only the device. */
const userVerified = compared({
  id: 'mfa-lowered',
  path: 'web_authn_configuration.user_verification',
  of: text('preferred'),
  worse: weakerIn('preferred', 'required'),
  what: (before, after) => `user verification for passkeys would be ${after}, now ${before}`,
});

/** A pool's second factor: whether it is required, and how strong it is. */
export const mfa = all(lowered, factorsLowered, devicesTrusted, userVerified);
