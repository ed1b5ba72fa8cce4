import type { Json } from '../../model';
import type { EffectRule } from '../../planned';
import { all, changed, compared, number, text } from '../compare';
import { without } from '../values';
import { count, list } from '../words';

/** 0 or unset means forever (API reference, `PutRetentionPolicy`). */
const days = (value: Json | undefined) => number(0)(value) || Number.POSITIVE_INFINITY;
const kept = (retention: number) =>
  Number.isFinite(retention) ? `for ${count(retention, 'day')}` : 'for ever';

/** Deleting the group deletes evidence, whether or not its writer is deleted too. */
const deleted: EffectRule = ({ action }) =>
  action === 'delete' ? [{ id: 'logs-shorter', what: 'all its logs would be deleted' }] : [];

const renamed = changed('logs-shorter', 'name', (before) => `all logs in ${before} would be deleted`);

export const logGroup = all(
  deleted,
  renamed,
  compared({
    id: 'logs-shorter',
    path: 'retention_in_days',
    of: days,
    worse: (before, after) => after < before,
    what: (before, after) => `logs would be kept ${kept(after)}, now ${kept(before)}`,
  }),
  changed(
    'encryption-changed',
    'kms_key_id',
    (before, after) => `logs would be encrypted with ${after || "AWS's key"}, now ${before || "AWS's key"}`,
  ),
);

/** The API Gateway variables that are logged per call; undefined if nothing is logged. */
const fields = (format: Json | undefined) =>
  typeof format === 'string' ? [...new Set(format.match(/\$context\.[\w.]+/g) ?? [])].sort() : undefined;

/** The API's stage, which defines the access log. */
export const accessLog = all(
  compared({
    id: 'logs-shorter',
    path: 'access_log_settings.destination_arn',
    of: text(''),
    worse: (before, after) => before !== '' && after === '',
    what: () => 'calls would no longer be logged',
  }),
  compared({
    id: 'logs-shorter',
    path: 'access_log_settings.format',
    of: fields,
    worse: (before, after) => without(before, after).length > 0,
    what: (before, after) => `calls would be logged without ${list(without(before, after))}`,
  }),
);
