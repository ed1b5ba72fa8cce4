import type { EffectRule } from '../../planned';
import { all, changed, compared } from '../compare';
import { sides, unknownAt, valueAt } from '../values';
import { duration, list } from '../words';

/** Attributes that determine the code. The file counts only by hash: its name contains the build path. */
const code = [
  'source_code_hash',
  'handler',
  'image_config.command',
  'image_config.entry_point',
  'image_uri',
  'layers',
  'runtime',
  's3_bucket',
  's3_key',
  's3_object_version',
];

const codeChanged: EffectRule = (change) => {
  const hashed = valueAt(change.before, 'source_code_hash') !== undefined;
  const names = [...code, ...(hashed ? [] : ['filename'])].filter((path) => {
    const found = sides(change, path);
    return found && JSON.stringify(found.before) !== JSON.stringify(found.after);
  });
  if (names.length === 0) return [];
  const what =
    names[0] === 'source_code_hash' && names.length === 1
      ? 'its code would change'
      : `its code would change: ${list(names)}`;
  return [{ id: 'code-changed', what, path: names[0] }];
};

const variables = 'environment.variables';

/** Judged by their numbers below, or irrelevant to security. */
const numbers = ['ALLOW_SECONDS', 'DENY_SECONDS'];

const names = (attributes: Parameters<typeof valueAt>[0]) => {
  const value = valueAt(attributes, variables);
  return typeof value === 'object' && value !== null ? Object.keys(value) : [];
};

/** Where a function reads rights from, and how it decides. Only names are shown, since values may be sensitive. */
const reconfigured: EffectRule = (change) => {
  const { before, after } = change;
  if (!before || !after) return [];
  const differ = [...new Set([...names(before), ...names(after)])].sort().filter((name) => {
    const path = `${variables}.${name}`;
    return (
      !numbers.includes(name) && !unknownAt(change, path) && valueAt(before, path) !== valueAt(after, path)
    );
  });
  if (differ.length === 0) return [];
  return [{ id: 'function-reconfigured', what: `${list(differ)} would be set differently`, path: variables }];
};

const seconds = (value: unknown) => (typeof value === 'string' && value !== '' ? Number(value) : undefined);

const decisions = compared({
  id: 'decisions-longer',
  path: `${variables}.ALLOW_SECONDS`,
  of: seconds,
  worse: (before, after) => !(after <= before),
  what: (before, after) => `it would cache a permission for ${duration(after)}, now ${duration(before)}`,
});

/** A Lambda function: a hook, another trigger, the authorizer, or the provider manager. */
export const lambdaFunction = all(
  codeChanged,
  reconfigured,
  decisions,
  changed('function-reconfigured', 'role', (before, after) => `it would run as ${after}, now ${before}`),
);

/** The version that an alias points to; a pool's hook is called through its alias. */
export const lambdaAlias = all(
  changed(
    'code-changed',
    'function_version',
    (before, after) => `it would point to version ${after}, now ${before}`,
  ),
  changed(
    'code-changed',
    'routing_config.additional_version_weights',
    () => 'some calls would go to another version',
    (value) => JSON.stringify(Object.entries(value ?? {}).sort()),
  ),
);
