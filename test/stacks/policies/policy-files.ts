import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyDir, storeKinds } from '../../../stacks/policies/cedar';

/** The current files under `stacks/policies`, in a separate project. */
export function policyFiles(): Record<string, string> {
  const files = storeKinds.flatMap((kind) =>
    readdirSync(policyDir(kind)).map((file): [string, string] => [
      `stacks/policies/${kind}/${file}`,
      readFileSync(join(policyDir(kind), file), 'utf8'),
    ]),
  );
  return Object.fromEntries(files);
}
