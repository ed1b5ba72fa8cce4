import type { Additions, TextFile } from '../schema';
import type { Finding } from './finding';
import { readText } from './text-file';
import type { AdditionPaths } from './tree';

/** Reads what stands beside a tenant's or service's file; what of it cannot be read is a finding. */
export function readAdditions(
  root: string,
  { of, id, folder, policies, decisions }: AdditionPaths,
): { folder: string; additions: Additions; findings: Finding[] } {
  const findings: Finding[] = [];
  const read = (path: string): TextFile[] => {
    const { text, findings: inFile } = readText(root, path);
    findings.push(...inFile);
    return text === undefined ? [] : [{ path, text }];
  };
  const additions: Additions = { of, id, policies: policies.flatMap(read) };
  const [golden] = decisions ? read(decisions) : [];
  return { folder, additions: golden ? { ...additions, decisions: golden } : additions, findings };
}
