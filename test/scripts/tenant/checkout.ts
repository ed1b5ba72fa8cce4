import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../temp';

const project = join(__dirname, '../../..');

/** A separate checkout, whose files may be changed. */
export function checkout(): string {
  const root = tempFolder();
  for (const part of ['environments', 'stacks/policies'])
    cpSync(join(project, part), join(root, part), { recursive: true });
  return root;
}
