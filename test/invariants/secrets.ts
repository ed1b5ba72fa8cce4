import { strings } from './fleet';

/** Values that are secrets whatever their name. */
const shapes: Record<string, RegExp> = {
  'AWS access key id': /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
  'private key': /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  'JSON web token': /\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]*/,
  'token of a code host': /\b(?:gh[pousr]_\w{20,}|glpat-[\w-]{20,})/,
  'password in a URL': /\w+:\/\/[^/\s:@]+:[^/\s@]+@/,
};

/** Names under which a plain value would be a secret. */
const names =
  /(?:^|_)(?:secret|password|passwd|private_key|access_key|api_key|credential)s?(?:_(?:value|string))?$/i;

/** Mean information per character, in bits. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((sum, n) => sum - (n / text.length) * Math.log2(n / text.length), 0);
}

/** Only a reference to something that Terraform reads at run time, or a placeholder for a secret. */
const isReference = (text: string) =>
  /^\$\{[^}]+\}$/.test(text) || text === 'set-by-fleet-rotate-federation-secret';

/** Hashes of files look random, too; they are where Terraform wants them, or in an asset's path. */
const isHash = (key: string, text: string) =>
  key === 'source_code_hash' || /^assets\/[\w-]+\/[0-9a-f]{64}\/[\w-]+\.\w+$/.test(text);

/** What looks like a secret in a JSON value: key, and why. Values themselves are never shown. */
export const secretsIn = (json: unknown): string[] =>
  [...strings(json)].flatMap(({ key, text }) => {
    const shape = Object.entries(shapes).find(([, pattern]) => pattern.test(text));
    if (shape) return [`${key}: ${shape[0]}`];
    if (names.test(key) && text !== '' && !isReference(text)) return [`${key}: a plain value`];
    const chance = text
      .match(/[A-Za-z0-9+/_=-]{32,}/g)
      ?.some((word) => /\d/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && entropy(word) > 4.2);
    return chance && !isHash(key, text) ? [`${key}: looks like chance`] : [];
  });
