/** A piece of a Terraform string: literal text, or a reference to a resource's attribute. */
export type Piece = string | { address: string; attribute: string };

const token = /\$\$\{|%%\{|\$\{([^}]*)\}|%\{/g;
const reference = /^([a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)\.([a-z][a-z0-9_]*)$/;

/**
 * Parses a string of Terraform's JSON syntax ("Strings and Templates", Terraform language documentation).
 * Throws for any expression except a plain reference such as `aws_x.name.id`.
 */
export function pieces(text: string): Piece[] {
  const found: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(token)) {
    if (match.index > end) found.push(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[0] === '$${' || match[0] === '%%{') found.push(match[0].slice(1));
    else {
      const [, address, attribute] = reference.exec(match[1]?.trim() ?? '') ?? [];
      if (!address || !attribute) throw new Error(`${match[0]} is not a plain reference to a resource`);
      found.push({ address, attribute });
    }
  }
  if (end < text.length) found.push(text.slice(end));
  return found;
}

/** The string with every reference replaced by the result of `attributeOf`. */
export async function resolve(
  text: string,
  attributeOf: (address: string, attribute: string) => Promise<string>,
): Promise<string> {
  const parts = await Promise.all(
    pieces(text).map((piece) =>
      typeof piece === 'string' ? piece : attributeOf(piece.address, piece.attribute),
    ),
  );
  return parts.join('');
}
