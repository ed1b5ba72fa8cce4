import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Finding, toProblem } from '../../environments/loading/finding';
import { sortOut } from '../../environments/loading/listing';
import { readText } from '../../environments/loading/text-file';
import type { Problem } from '../../environments/problems';
import type { TextFile } from '../../environments/schema';

/** The rules shared by all environments, and the schema. */
export interface SharedFiles {
  schema: TextFile;
  /** Sorted by name. */
  rules: TextFile[];
  /** Files that do not belong there, or cannot be read. */
  problems: Problem[];
}

const folder = 'environments/guard';
const schemaFile = 'guard.cedarschema';

/** The toolkit itself. */
const toolkit = join(__dirname, '..', '..');

/** Reads `environments/guard` of the project under `root`, or the toolkit's if it has none. Never throws. */
export function readShared(root: string): SharedFiles {
  const base = existsSync(join(root, folder)) ? root : toolkit;
  const { files, findings } = sortOut(base, folder, {
    file: /^([a-z][a-z0-9-]*\.cedar|guard\.cedarschema)$/,
    remedy: `name a rule "<id>.cedar" in lower case, and the schema "${schemaFile}", or remove this`,
  });
  const all: Finding[] = [...findings];
  const texts = files.flatMap((file): TextFile[] => {
    const path = `${folder}/${file}`;
    const { text, findings: inFile } = readText(base, path);
    all.push(...inFile);
    return text === undefined ? [] : [{ path, text }];
  });
  const isSchema = ({ path }: TextFile) => path.endsWith(`/${schemaFile}`);
  return {
    schema: texts.find(isSchema) ?? { path: `${folder}/${schemaFile}`, text: '' },
    rules: texts.filter((file) => !isSchema(file)),
    problems: all.map((finding) => toProblem(finding, undefined)),
  };
}
