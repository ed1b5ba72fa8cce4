import type { Json } from '../../model';
import type { EffectRule, PlannedResource } from '../../planned';
import { all, compared, number, text, weakerIn } from '../compare';
import { sides } from '../values';
import { duration } from '../words';

const seconds: Readonly<Record<string, number>> = { seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/**
 * Lifetimes, with Cognito's default if one is not set or 0, in its own unit (API reference,
 * `CreateUserPoolClient`, and `TokenValidityUnitsType`).
 */
const kinds = [
  { kind: 'access', unit: 'hours', missing: 1 },
  { kind: 'id', unit: 'hours', missing: 1 },
  { kind: 'refresh', unit: 'days', missing: 30 },
] as const;

const lifetime = (
  validity: Json | undefined,
  unit: Json | undefined,
  { unit: own, missing }: (typeof kinds)[number],
) => {
  const size = seconds[text(own)(unit) ?? own];
  const set = number(0)(validity);
  return set && size ? set * size : missing * (seconds[own] ?? 0);
};

const longer =
  (of: (typeof kinds)[number]): EffectRule =>
  (change: PlannedResource) => {
    const path = `${of.kind}_token_validity`;
    const validity = sides(change, path);
    const unitPath = `token_validity_units.${of.kind}_token`;
    const unit = sides(change, unitPath);
    if (!validity || !unit) return [];
    const before = lifetime(validity.before, unit.before, of);
    const after = lifetime(validity.after, unit.after, of);
    if (after <= before) return [];
    const name = of.kind === 'id' ? 'ID' : of.kind;
    return [
      {
        id: 'tokens-longer',
        what: `${name} tokens would be valid for ${duration(after)}, now ${duration(before)}`,
        path: validity.before === validity.after ? unitPath : path,
      },
    ];
  };

const rotation = (field: string) => `refresh_token_rotation.${field}`;

const rotationOff = compared({
  id: 'tokens-longer',
  path: rotation('feature'),
  of: text('DISABLED'),
  worse: weakerIn('DISABLED', 'ENABLED'),
  what: () => 'a refresh token would be valid for its whole lifetime, now only until it is used',
});

/** Only while rotation stays on; turning it off is reported above. */
const graceLonger: EffectRule = (change, context) => {
  if (sides(change, rotation('feature'))?.after !== 'ENABLED') return [];
  return compared({
    id: 'tokens-longer',
    path: rotation('retry_grace_period_seconds'),
    of: number(0),
    worse: (before, after) => after > before,
    what: (before, after) =>
      `a refresh token would stay valid for ${duration(after)} after its use, now ${duration(before)}`,
  })(change, context);
};

/** Lifetimes of a client's tokens. */
export const tokens = all(...kinds.map(longer), rotationOff, graceLonger);
