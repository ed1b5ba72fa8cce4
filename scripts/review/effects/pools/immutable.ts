import type { Json } from '../../model';
import type { EffectRule } from '../../planned';
import { sides, texts } from '../values';
import { list } from '../words';

const shown = (value: Json | undefined): string => {
  if (Array.isArray(value)) return list(texts(value)) || 'nothing';
  return value === undefined || typeof value === 'object' ? 'nothing' : String(value);
};

/** Pool settings that Cognito accepts only at creation (API reference, `UpdateUserPool`). */
const settings = ['alias_attributes', 'name', 'username_attributes', 'username_configuration.case_sensitive'];

/** The schema has its own rule. */
const elsewhere = (path: string) => path === 'schema' || path.startsWith('schema.');

/** A setting that only a new pool can have. Anything else that, according to Terraform, forces a replacement counts too. */
export const immutableChanged: EffectRule = (change) => {
  const known = settings.flatMap((path) => {
    const found = sides(change, path);
    const [before, after] = [shown(found?.before), shown(found?.after)];
    if (!found || before === after) return [];
    return [{ id: 'immutable-changed' as const, what: `${path} would be ${after}, now ${before}`, path }];
  });
  const paths = known.map(({ path }) => path);
  const others = change.action === 'replace' ? change.replacedBy : [];
  return [
    ...known,
    ...others
      .filter((path) => !elsewhere(path) && !paths.some((one) => one === path || one.startsWith(`${path}.`)))
      .map((path) => ({
        id: 'immutable-changed' as const,
        what: `${path} would change, and the pool would be replaced`,
        path,
      })),
  ];
};
