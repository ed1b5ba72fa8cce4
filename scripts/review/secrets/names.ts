/** Name endings that mark a plain value as secret: `client_secret`, `clientSecret`, `DB_PASSWORD`. */
const secretEnd =
  /(?:secret|password|passwd|passphrase|(?:private|secret|api|access|signing)_?key|credentials?|token)(?:_?(?:value|string|text|plain_?text))?$/i;

/** Words anywhere in a function variable's name, since those are named more freely. */
const secretVariable =
  /secret|passw|token|credential|private|passphrase|(?:^|_)(?:pwd|pass|pin|salt|key|apikey|accesskey)(?:_|$)/i;

/** Name endings that only refer to a secret, or describe one. */
const leadsToSecret =
  /_(?:arn|name|id|table|url|uri|host|port|user|path|bucket|region|seconds|minutes|hours|days|ttl|length|algorithm)$/i;

/** `clientSecret` → `client_Secret`, so that endings are words. */
const words = (name: string) => name.replace(/([a-z\d])([A-Z])/g, '$1_$2');

/** Cache: a fleet has the same few hundred names in every stack. */
const asked = new Map<string, boolean>();
const mostAsked = 10_000;

/** Whether a plain value with this name is a secret, wherever it occurs. */
export function isSecretName(name: string): boolean {
  const known = asked.get(name);
  if (known !== undefined) return known;
  if (asked.size >= mostAsked) asked.clear();
  const answer = secretEnd.test(words(name));
  asked.set(name, answer);
  return answer;
}

/** The same for a function's environment variable. */
export const isSecretVariable = (name: string): boolean =>
  secretVariable.test(words(name)) && !leadsToSecret.test(words(name));

/**
 * Whether JSON text has a member with a secret's name, or contains a private key, even in nested JSON strings.
 * Checked first, since parsing costs much more.
 */
export const mayHoldSecret = (json: string): boolean =>
  /(?:secret|passw(?:or)?d|passphrase|key|credentials?|token)(?:_?(?:value|string|text|plain_?text))?\\*"\s*:/i.test(
    json,
  ) || json.includes('PRIVATE KEY-----');

const none: readonly string[] = [];

/** Parts of a text that are recognisable secrets, whatever their name: private keys, tokens, passwords in URLs. */
export function secretsByForm(text: string): readonly string[] {
  if (!text.includes('://') && !text.includes('eyJ') && !text.includes('PRIVATE KEY-----')) return none;
  const found: string[] = [];
  if (text.includes('PRIVATE KEY-----'))
    found.push(
      ...(text.match(/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g) ??
        []),
    );
  if (text.includes('eyJ')) found.push(...(text.match(/\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g) ?? []));
  if (text.includes('://'))
    for (const [, password] of text.matchAll(/\w:\/\/[^/\s:@"]*:([^/\s@"]+)@/g))
      found.push(password as string);
  return found;
}
