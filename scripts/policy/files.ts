import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { toProblem } from '../../environments/loading/finding';
import { readText } from '../../environments/loading/text-file';
import { formatProblems } from '../../environments/problems';
import { usageError } from '../cli/errors';

/** Texts by path, relative to the project root, with forward slashes. */
export type FileTexts = ReadonlyMap<string, string>;

/** The folders that can contain files for policy stores. */
export const policyFolders = ['stacks/policies', 'environments'];

/** Whether a path is a schema, a policy, a template, or a file of golden decisions. */
export const isPolicyPath = (path: string) =>
  /^(stacks\/policies\/[^/]+|environments\/[^/]+\/(tenants|services)\/[^/]+)\/([^/]+\.cedar|schema\.cedarschema|decisions\.json)$/.test(
    path,
  );

/**
 * All files of a project that define policy stores, as they are on disk.
 * Throws a usage error with every file that cannot be read.
 */
export function filesUnder(root: string): FileTexts {
  const paths = policyFolders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path.replaceAll('\\', '/')}`,
      ),
    );
  const read = paths
    .filter(isPolicyPath)
    .sort()
    .map((path) => ({ path, ...readText(root, path) }));
  const problems = read.flatMap(({ findings }) => findings.map((finding) => toProblem(finding, undefined)));
  if (problems.length > 0) throw usageError(formatProblems(problems), undefined, { problems });
  return new Map(read.map(({ path, text }) => [path, text as string]));
}
