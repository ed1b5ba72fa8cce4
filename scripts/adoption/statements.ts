/** The text without differences that an editor or a transport may introduce. */
const trimmed = (text: string) =>
  text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();

/** The statement in Cedar's normal form; undefined if it does not parse. A template has slots, a policy has none. */
async function form(text: string): Promise<string | undefined> {
  // Cedar's engine is 4 MB of WebAssembly, and hardly ever needed.
  const { normalPolicy } = await import('../policy/normal');
  for (const template of [false, true])
    try {
      return normalPolicy({ name: '', path: '', text, template }).form;
    } catch {
      // It may be of the other kind.
    }
  return undefined;
}

/**
 * Whether two Cedar statements are the same policy. AWS does not document which white space it keeps, so equal text
 * suffices, and otherwise the parsed policies are compared.
 */
export async function sameStatement(one: string, other: string): Promise<boolean> {
  if (trimmed(one) === trimmed(other)) return true;
  const [first, second] = await Promise.all([form(one), form(other)]);
  return first !== undefined && first === second;
}
