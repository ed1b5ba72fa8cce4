import { suggest } from '../../environments/loading/suggest';
import type { Problem } from '../../environments/problems';
import type { TextFile } from '../../environments/schema';
import { mentionsIn } from './mentions';
import { policyJson } from './rule';
import { guardError } from './verdict';
import { vocabulary } from './vocabulary';

/** The annotations of a rule: all required, no others allowed. */
const annotations = { id: 'its own name', message: 'why this is dangerous', proceed: 'how to proceed' };

/** Ids used by the guard itself. */
const reserved = [guardError, 'permit-all'];

/** Line of the text's first occurrence; 1 if there is none. */
const lineOf = ({ text }: TextFile, sought: string) =>
  text.slice(0, Math.max(0, text.indexOf(sought))).split('\n').length;

/**
 * Mistakes in a rule that is valid Cedar and conforms to the schema: it permits, lacks annotations, or compares with a
 * value that does not exist, so that it would never apply.
 */
export function ruleProblems(file: TextFile): Problem[] {
  const json = policyJson(file);
  if (!json) return [];
  const problem = (at: string, value: unknown, message: string, remedy: string): Problem => ({
    file: file.path,
    line: lineOf(file, at),
    column: 1,
    path: '',
    value,
    message,
    remedy,
  });
  const name = file.path.slice(file.path.lastIndexOf('/') + 1, -'.cedar'.length);
  const written = json.annotations ?? {};
  const names = Object.keys(annotations);
  const missing = Object.entries(annotations)
    .filter(([key]) => !/\S/.test(written[key] ?? ''))
    .map(([key, what]) => problem(`@${key}`, undefined, `has no @${key}`, `write @${key}("…"): ${what}`));
  const broken = names
    .filter((key) => /[\p{Cc}\p{Zl}\p{Zp}]/u.test(written[key] ?? ''))
    .map((key) => problem(`@${key}`, undefined, `@${key} has more than one line`, 'write one line'));
  const unknown = Object.keys(written)
    .filter((key) => !names.includes(key))
    .map((key) => problem(`@${key}`, key, 'unknown annotation', `${suggest(key, names)}; or remove it`));
  const { compared } = mentionsIn(json);
  const strange = compared.flatMap(({ attribute, text }) => {
    const known = vocabulary[attribute];
    if (!known || known.includes(text)) return [];
    return [
      problem(
        `"${text}"`,
        text,
        `is not a value of ${attribute}, so the rule would never match`,
        suggest(text, known),
      ),
    ];
  });
  return [
    ...(json.effect === 'forbid'
      ? []
      : [problem('permit', undefined, 'permits, but guard rules only forbid', 'write forbid')]),
    ...missing,
    ...broken,
    ...unknown,
    ...(written.id && written.id !== name
      ? [
          problem(
            '@id',
            written.id,
            'differs from the file’s name',
            `write @id("${name}"), or rename the file`,
          ),
        ]
      : []),
    ...(reserved.includes(name)
      ? [problem('@id', name, 'the guard itself uses this id', 'give the rule another one')]
      : []),
    ...strange,
  ];
}
