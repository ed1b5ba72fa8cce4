import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Texts by their paths, relative to the project's root, with forward slashes. */
export type FileTexts = ReadonlyMap<string, string>;

/** The folders that can hold what policy stores get. */
export const policyFolders = ['stacks/policies', 'environments'];

/** Whether a path is a schema, a policy, a template, or a file of golden decisions. */
export const isPolicyPath = (path: string) =>
  /^(stacks\/policies\/[^/]+|environments\/[^/]+\/(tenants|services)\/[^/]+)\/([^/]+\.cedar|schema\.cedarschema|decisions\.json)$/.test(
    path,
  );

/** Everything that policy stores get by the files of a project, as it lies there. */
export function filesUnder(root: string): FileTexts {
  const paths = policyFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    );
  return new Map(
    paths
      .filter(isPolicyPath)
      .sort()
      .map((path) => [path, readFileSync(join(root, path), 'utf8')]),
  );
}
