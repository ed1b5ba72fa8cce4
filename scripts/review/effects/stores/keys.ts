import { all, changed, compared, number, turnedOff, turnedOn } from '../compare';
import { count } from '../words';

/** A KMS key; its policy is judged with other resource policies. Defaults: API reference, `CreateKey`, `EnableKeyRotation`. */
export const key = all(
  compared({
    id: 'protection-lowered',
    path: 'deletion_window_in_days',
    of: number(30),
    worse: (before, after) => after < before,
    what: (before, after) => `if deleted, it would be gone after ${count(after, 'day')}, now ${before}`,
  }),
  turnedOn(
    'protection-lowered',
    'bypass_policy_lockout_safety_check',
    'a policy that locks everyone out would be accepted',
  ),
  turnedOff('encryption-changed', 'enable_key_rotation', 'it would no longer be rotated'),
  compared({
    id: 'encryption-changed',
    path: 'rotation_period_in_days',
    of: number(365),
    worse: (before, after) => after > before,
    what: (before, after) => `it would be rotated every ${count(after, 'day')}, now ${before}`,
  }),
  turnedOff('encryption-changed', 'is_enabled', 'nobody could encrypt or decrypt with it', true),
);

/** Anything encrypted through this alias from then on uses another key. */
export const keyAlias = changed(
  'encryption-changed',
  'target_key_id',
  (before, after) => `it would point to the key ${after}, now ${before}`,
);
