import { basename, join, resolve } from 'node:path';
import type { Finding } from '../../../environments/loading/finding';
import { ownPolicies } from '../../../environments/loading/folder';
import { sortOut } from '../../../environments/loading/listing';
import { readText } from '../../../environments/loading/text-file';
import type { PolicyOverlay, TextFile } from '../../../environments/schema';

/**
 * Reads a policy folder from anywhere, under the same rules as one beside a tenant's file.
 * @returns policies and golden decisions by their current paths, and what is wrong with them
 */
export function readPolicies(folder: string): { files: TextFile[]; findings: Finding[] } {
  const from = resolve(folder);
  const inside = sortOut(from, '.', ownPolicies);
  const read = inside.files.map((name) => ({ name, ...readText(from, name) }));
  const findings = [...inside.findings, ...read.flatMap(({ findings }) => findings)];
  const empty = findings.length === 0 && !read.some(({ name }) => name.endsWith('.cedar'));
  return {
    files: read.flatMap(({ name, text }) => (text === undefined ? [] : [{ path: join(folder, name), text }])),
    findings: [
      ...findings.map((finding) => ({ ...finding, file: join(folder, finding.file) })),
      ...(empty ? [{ file: folder, path: [], message: 'has no policy', remedy: ownPolicies.remedy }] : []),
    ],
  };
}

/** A tenant's own policies and golden decisions. */
export const policiesOf = (id: string, overlays: readonly PolicyOverlay[]): TextFile[] =>
  overlays
    .filter((overlay) => overlay.of === 'tenant' && overlay.id === id)
    .flatMap(({ policies, decisions }) => [...policies, ...(decisions ? [decisions] : [])]);

/** Whether two sets of such files have the same content, regardless of their folders. */
export function samePolicies(one: readonly TextFile[], other: readonly TextFile[]): boolean {
  const content = (files: readonly TextFile[]) =>
    JSON.stringify(files.map(({ path, text }) => [basename(path), text]).sort());
  return content(one) === content(other);
}
