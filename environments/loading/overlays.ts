import type { PolicyOverlay, TextFile } from '../schema';
import type { Finding } from './finding';
import type { OverlayPaths } from './folder';
import { readText } from './text-file';

/** Reads the folder beside a tenant's or service's file; anything unreadable is a finding. */
export function readOverlays(
  root: string,
  { of, id, folder, policies, decisions }: OverlayPaths,
): { folder: string; overlays: PolicyOverlay; findings: Finding[] } {
  const findings: Finding[] = [];
  const read = (path: string): TextFile[] => {
    const { text, findings: inFile } = readText(root, path);
    findings.push(...inFile);
    return text === undefined ? [] : [{ path, text }];
  };
  const overlays: PolicyOverlay = { of, id, policies: policies.flatMap(read) };
  const [golden] = decisions ? read(decisions) : [];
  return { folder, overlays: golden ? { ...overlays, decisions: golden } : overlays, findings };
}
