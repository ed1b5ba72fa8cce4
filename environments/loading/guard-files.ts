import type { Approval, TextFile } from '../schema';
import { approvalFileSchema } from '../schema';
import type { Finding } from './finding';
import { readJson } from './json-file';
import { type Read, readFile } from './read-file';
import { readText } from './text-file';
import type { EnvironmentPaths } from './tree';

/** What one environment contributes to the guard. No stack depends on it. */
export interface GuardFiles {
  /** Name of the environment. */
  environment: string;
  /** `<env>/guard/*.cedar`, sorted by name; not parsed yet. */
  rules: TextFile[];
  /** `<env>/approvals/*.json`, sorted by name, invalid ones included. */
  approvals: Read<Approval>[];
  /** Everything wrong with them. */
  findings: Finding[];
}

/** An approval for another environment's stack would silently never apply. */
function ofOtherStack({ source: { file }, parts: { stack } }: Read<Approval>, name: string): Finding[] {
  if (stack === undefined || stack.startsWith(`${name}-`)) return [];
  const message = `is not a stack of ${name}`;
  const remedy = `copy the id of the stack from the review; it begins with "${name}-"`;
  return [{ file, path: ['stack'], message, remedy }];
}

/** Reads an environment's own rules and approvals, and reports everything wrong with them as findings. */
export function readGuardFiles(
  root: string,
  { name, guard, approvals }: Pick<EnvironmentPaths, 'name' | 'guard' | 'approvals'>,
): GuardFiles {
  const texts = guard.map((path) => ({ path, ...readText(root, path) }));
  const read = approvals.map((file) =>
    readFile(root, file, approvalFileSchema, (text) => readJson(file, text)),
  );
  return {
    environment: name,
    rules: texts.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }])),
    approvals: read,
    findings: [...texts, ...read]
      .flatMap(({ findings }) => findings)
      .concat(read.flatMap((approval) => ofOtherStack(approval, name))),
  };
}
