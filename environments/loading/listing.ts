import { type Dirent, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from './finding';
import { strangeLetter } from './strange-letter';
import { behindLink, isLink } from './text-file';

interface Listing {
  files: string[];
  folders: string[];
  findings: Finding[];
}

interface Entry {
  name: string;
  kind: 'file' | 'folder' | 'link';
}

/** Pipes and sockets count as files here: reading them then reports what is wrong. */
const kindOf = (entry: Dirent): Entry['kind'] =>
  entry.isSymbolicLink() ? 'link' : entry.isDirectory() ? 'folder' : 'file';

/**
 * A folder's entries, or why it cannot be read. Sorted by code unit, so that directory order and the machine's
 * locale play no part.
 */
function list(root: string, folder: string): Entry[] | Finding {
  try {
    if (behindLink(root, folder)) return { file: folder, path: [], ...isLink };
    return readdirSync(join(root, folder), { withFileTypes: true })
      .filter(({ name }) => !name.startsWith('.'))
      .map((entry) => ({ name: entry.name, kind: kindOf(entry) }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    const message = `cannot be read: ${(error as NodeJS.ErrnoException).code}`;
    return { file: folder, path: [], message, remedy: 'make it a readable folder, or remove it' };
  }
}

/** Splits a folder's entries into those that belong there and those that would never be read. */
export function sortOut(
  root: string,
  folder: string,
  expected: { file?: RegExp; folder?: RegExp; ignored?: ReadonlySet<string>; remedy: string },
): Listing {
  const listing: Listing = { files: [], folders: [], findings: [] };
  const found = list(root, folder);
  if (!Array.isArray(found)) return { ...listing, findings: [found] };
  const entries = found.filter(({ name }) => !expected.ignored?.has(name));
  const names = new Set(entries.map(({ name }) => name));
  for (const { name, kind } of entries) {
    const path = `${folder}/${name}`;
    if (kind === 'link') {
      listing.findings.push({ file: path, path: [], ...isLink });
      continue;
    }
    const wanted = kind === 'folder' ? expected.folder : expected.file;
    if (wanted?.test(name)) {
      (kind === 'folder' ? listing.folders : listing.files).push(name);
      continue;
    }
    const lower = name.toLowerCase();
    const unread = `no ${kind} of this name is read here`;
    const letter = strangeLetter(name);
    listing.findings.push(
      lower !== name && names.has(lower)
        ? {
            file: path,
            path: [],
            value: name,
            message: `differs from "${lower}" only in case: on some machines they are one file`,
            remedy: `keep one of the two, as "${lower}"`,
          }
        : {
            file: path,
            path: [],
            value: name,
            message: letter ? `${unread}: ${letter}` : unread,
            remedy: expected.remedy,
          },
    );
  }
  return listing;
}
