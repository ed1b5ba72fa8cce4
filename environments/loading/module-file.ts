import { join } from 'node:path';
import { isNativeError } from 'node:util/types';
import { type Message, type TransformFailure, transformSync } from 'esbuild';
import type { Finding, Source } from './finding';

const isTransformFailure = (error: unknown): error is TransformFailure =>
  isNativeError(error) && Array.isArray((error as Partial<TransformFailure>).errors);

/** Syntax errors, and certain mistakes that the language allows, such as a duplicate key. */
function compilerMessages(text: string): Message[] {
  try {
    return transformSync(text, { loader: 'ts', format: 'esm', logLevel: 'silent' }).warnings;
  } catch (error) {
    if (isTransformFailure(error)) return error.errors;
    throw error;
  }
}

/** The `default` export, or else the only one. */
function exported(module: Record<string, unknown>): { value?: unknown; problem?: string } {
  if ('default' in module) return { value: module.default };
  const names = Object.keys(module);
  if (names.length === 1) return { value: module[names[0] as string] };
  return {
    problem: names.length === 0 ? 'exports nothing' : `exports several things: ${names.sort().join(', ')}`,
  };
}

/** Where in the file the error was thrown, from its stack; the stack itself is not shown. */
function thrownAt(absolute: string, error: unknown) {
  const stack = isNativeError(error) ? (error.stack ?? '') : '';
  const [, line, column] =
    stack.slice(stack.indexOf(absolute) + absolute.length).match(/^:(\d+):(\d+)/) ?? [];
  return stack.includes(absolute) && line ? { line: Number(line), column: Number(column) } : {};
}

/**
 * Evaluates one TypeScript file with `require`, for which `bin/typescript.js` or jest has added TypeScript support.
 * A file is evaluated once per process. Never throws: everything wrong with the file is a finding.
 */
export function readModule(
  root: string,
  file: string,
  text: string,
): { source: Source; findings: Finding[] } {
  const refuse = (findings: Omit<Finding, 'file' | 'path'>[]) => ({
    source: { file, value: undefined },
    findings: findings.map((finding) => ({ file, path: [], ...finding })),
  });
  const messages = compilerMessages(text);
  if (messages.length > 0)
    return refuse(
      messages.map(({ text: message, location }) => ({
        message: `is refused by the compiler: ${message}`,
        remedy: 'fix the file here',
        ...(location && { line: location.line, column: location.column + 1 }),
      })),
    );

  const absolute = join(root, file);
  try {
    const { value, problem } = exported(require(absolute));
    if (problem)
      return refuse([
        { message: problem, remedy: 'write `export default { … } satisfies EnvironmentInput`' },
      ]);
    return { source: { file, value }, findings: [] };
  } catch (error) {
    const [message] = (isNativeError(error) ? error.message : String(error)).split('\n');
    return refuse([
      {
        message: `cannot be evaluated: ${message?.replaceAll(absolute, file)}`,
        remedy: 'write plain data that depends on nothing else',
        ...thrownAt(absolute, error),
      },
    ]);
  }
}
