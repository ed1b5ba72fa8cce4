import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Finding, position, type Source } from './finding';

const byteOrderMark = '\u{FEFF}';

/** `CommaExpected` → `comma expected` */
const words = (code: string) => code.replace(/(?!^)[A-Z]/g, (c) => ` ${c}`).toLowerCase();

/** JSON.parse keeps the last of two equal keys without a word; people lose the first one. */
function* duplicates(
  node: Node,
  text: string,
  path: readonly PropertyKey[] = [],
): Generator<Omit<Finding, 'file'>> {
  const seen = new Map<string, Node>();
  for (const [index, child] of (node.children ?? []).entries()) {
    if (node.type !== 'object') {
      yield* duplicates(child, text, [...path, index]);
      continue;
    }
    const [key, value] = child.children as [Node, Node];
    const first = seen.get(key.value);
    if (first)
      yield {
        path: [...path, key.value],
        value: key.value,
        message: `this key stands twice in the same object, first in line ${position(text, first.offset).line}`,
        remedy: 'keep one of the two',
        ...position(text, key.offset),
      };
    seen.set(key.value, key);
    yield* duplicates(value, text, [...path, key.value]);
  }
}

const syntaxFinding = (text: string, { error, offset }: ParseError): Omit<Finding, 'file'> => ({
  path: [],
  message: `is no valid JSON: ${words(printParseErrorCode(error))}`,
  remedy: 'mend the syntax here; JSON has no comments, no trailing commas and double quotes only',
  ...position(text, offset),
});

/** Takes a JSON file apart. Strict: what JSON.parse would let pass in silence is a finding too. */
export function readJson(file: string, bytes: Uint8Array): { source: Source; findings: Finding[] } {
  const findings: Finding[] = [];
  const refuse = (finding: Omit<Finding, 'file'>) => ({
    source: { file, value: undefined },
    findings: [...findings, { file, ...finding }],
  });
  let decoded: string;
  try {
    decoded = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return refuse({ path: [], message: 'is not encoded in UTF-8', remedy: 'save it as UTF-8' });
  }
  const marked = decoded.startsWith(byteOrderMark);
  const text = marked ? decoded.slice(1) : decoded;
  if (marked)
    findings.push({
      file,
      path: [],
      message: 'starts with a byte-order mark',
      remedy: 'save it as "UTF-8", not as "UTF-8 with BOM"',
      line: 1,
      column: 1,
    });
  if (text.trim() === '')
    return refuse({ path: [], message: 'is empty', remedy: 'write the file, or remove it' });

  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { disallowComments: true });
  // Of several, only the first: the others mostly follow from it.
  if (errors[0]) return refuse(syntaxFinding(text, errors[0]));
  const root = tree as Node;
  findings.push(...[...duplicates(root, text)].map((finding) => ({ file, ...finding })));
  return { source: { file, value: JSON.parse(text), json: { text, tree: root } }, findings };
}
