import type { Approval, TextFile } from '../schema';
import { approvalFileSchema } from '../schema';
import type { Finding } from './finding';
import { readJson } from './json-file';
import { type Read, readFile } from './read-file';
import { readText } from './text-file';
import type { EnvironmentPaths } from './tree';

/** What one environment gives to the guard. No stack is made from it. */
export interface GuardFiles {
  /** Name of the environment. */
  environment: string;
  /** `<env>/guard/*.cedar`, sorted by name. Nobody has looked into them here. */
  rules: TextFile[];
  /** `<env>/approvals/*.json`, sorted by name, the wrong ones too. */
  approvals: Read<Approval>[];
  /** What is wrong with any of them. */
  findings: Finding[];
}

/** An approval of another environment's stack would never be used, and nobody would know why. */
function ofOtherStack({ source: { file }, parts: { stack } }: Read<Approval>, name: string): Finding[] {
  if (stack === undefined || stack.startsWith(`${name}-`)) return [];
  const message = `is no stack of ${name}`;
  const remedy = `copy the id of the stack from the review; it begins with "${name}-"`;
  return [{ file, path: ['stack'], message, remedy }];
}

/** Reads an environment's own rules and approvals. Everything wrong with them is a finding. */
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
