import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Candidate } from './candidates';

/** Everything that a synthesis needs. */
const parts = ['main.ts', 'cdktf.json', 'environments', 'functions', 'stacks'];

/** A source text with its imports renamed for the candidate. */
export function rewritten(source: string, renamed: Candidate['renamed']): string {
  let text = source;
  for (const [from, to] of Object.entries(renamed))
    text = text.replace(new RegExp(`(['"])${from}(?=['"/])`, 'g'), `$1${to}`);
  return text;
}

/**
 * Copies the project to a folder inside the real one, so that packages that the candidate does not replace are resolved
 * from the parent folder.
 */
export function copyProject(root: string, folder: string, { packages, renamed }: Candidate): void {
  for (const part of parts) cpSync(join(root, part), join(folder, part), { recursive: true });
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && path.endsWith('.ts'))
      writeFileSync(path, rewritten(readFileSync(path, 'utf8'), renamed));
  }
  const json = (name: string, value: unknown) => writeFileSync(join(folder, name), JSON.stringify(value));
  json('package.json', { private: true, dependencies: packages });
  json('tsconfig.json', {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { types: ['node'] },
    include: ['main.ts', 'environments', 'functions', 'stacks'],
  });
}

/** Links old package names to the new packages, so that both names resolve to the same copy. */
export function linkOldNames(folder: string, { renamed }: Candidate): void {
  for (const [from, to] of Object.entries(renamed)) {
    const path = join(folder, 'node_modules', from);
    mkdirSync(dirname(path), { recursive: true });
    if (!existsSync(path)) symlinkSync(join(folder, 'node_modules', to), path);
  }
}
