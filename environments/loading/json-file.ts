import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Finding, position, type Source } from './finding';

/** `CommaExpected` → `comma expected` */
const words = (code: string) => code.replace(/(?!^)[A-Z]/g, (c) => ` ${c}`).toLowerCase();

/** Sets an object's prototype instead of an entry, so validation would miss it. */
const prototype = '__proto__';

/** Duplicate keys, which JSON.parse accepts silently: it keeps the last and drops the others. */
function* badKeys(
  node: Node,
  text: string,
  path: readonly PropertyKey[] = [],
): Generator<Omit<Finding, 'file'>> {
  const seen = new Map<string, { first: Node; count: number }>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type !== 'object') {
      yield* badKeys(child, text, [...path, index]);
      continue;
    }
    const [key, value] = child.children as [Node, Node];
    const inner = [...path, key.value];
    const bad = (message: string, remedy: string) => ({
      path: inner,
      value: key.value,
      message,
      remedy,
      ...position(text, key.offset),
    });
    const before = seen.get(key.value);
    seen.set(key.value, { first: before?.first ?? key, count: (before?.count ?? 0) + 1 });
    if (key.value === prototype) yield bad('no object may have this key', 'remove it');
    // Reported once, at the second occurrence.
    else if (before?.count === 1)
      yield bad(
        `this key appears twice in the same object, first on line ${position(text, before.first.offset).line}`,
        'keep one of the two',
      );
    yield* badKeys(value, text, inner);
  }
}

const withoutPrototype = (key: string, value: unknown) => (key === prototype ? undefined : value);

const syntaxFinding = (text: string, { error, offset }: ParseError): Omit<Finding, 'file'> => ({
  path: [],
  message: `is not valid JSON: ${words(printParseErrorCode(error))}`,
  remedy: 'fix the syntax here; JSON has no comments, no trailing commas and double quotes only',
  ...position(text, offset),
});

/** Parses a JSON file strictly: what JSON.parse would silently accept is a finding too. */
export function readJson(file: string, text: string): { source: Source; findings: Finding[] } {
  const refuse = (finding: Omit<Finding, 'file'>) => ({
    source: { file, value: undefined },
    findings: [{ file, ...finding }],
  });
  if (text.trim() === '')
    return refuse({ path: [], message: 'is empty', remedy: 'write the file, or remove it' });

  try {
    const errors: ParseError[] = [];
    const tree = parseTree(text, errors, { disallowComments: true });
    // Only the first: the others mostly follow from it.
    if (errors[0]) return refuse(syntaxFinding(text, errors[0]));
    const root = tree as Node;
    return {
      source: { file, value: JSON.parse(text, withoutPrototype), json: { text, tree: root } },
      findings: [...badKeys(root, text)].map((finding) => ({ file, ...finding })),
    };
  } catch (error) {
    // The calls above recurse; no valid tenant file is deeply nested.
    if (!(error instanceof RangeError)) throw error;
    return refuse({ path: [], message: 'is nested too deeply', remedy: 'see docs/environments.md' });
  }
}
