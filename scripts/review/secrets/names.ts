/** Ends of names under which a plain value is a secret: `client_secret`, `clientSecret`, `DB_PASSWORD`. */
const secretEnd =
  /(?:secret|password|passwd|passphrase|(?:private|secret|api|access|signing)_?key|credentials?|token)(?:_?(?:value|string|text|plain_?text))?$/i;

/** Words anywhere in the name of a function's variable, where people are freer. */
const secretVariable =
  /secret|passw|token|credential|private|passphrase|(?:^|_)(?:pwd|pass|pin|salt|key|apikey|accesskey)(?:_|$)/i;

/** Ends of names that only lead to a secret, or say something about one. */
const leadsToSecret =
  /_(?:arn|name|id|table|url|uri|host|port|user|path|bucket|region|seconds|minutes|hours|days|ttl|length|algorithm)$/i;

/** `clientSecret` → `client_Secret`, so that ends are words. */
const words = (name: string) => name.replace(/([a-z\d])([A-Z])/g, '$1_$2');

/** Answers so far: a fleet has the same few hundred names in every stack. */
const asked = new Map<string, boolean>();
const mostAsked = 10_000;

/** Whether a plain value of this name is a secret, wherever it stands. */
export function isSecretName(name: string): boolean {
  const known = asked.get(name);
  if (known !== undefined) return known;
  if (asked.size >= mostAsked) asked.clear();
  const answer = secretEnd.test(words(name));
  asked.set(name, answer);
  return answer;
}

/** The same of a variable of a function's environment. */
export const isSecretVariable = (name: string): boolean =>
  secretVariable.test(words(name)) && !leadsToSecret.test(words(name));

/**
 * Whether a text of JSON has a member with the name of a secret, or a private key in it, also in a text of JSON inside of
 * it. Asked before it is parsed, which costs much more.
 */
export const mayHoldSecret = (json: string): boolean =>
  /(?:secret|passw(?:or)?d|passphrase|key|credentials?|token)(?:_?(?:value|string|text|plain_?text))?\\*"\s*:/i.test(
    json,
  ) || json.includes('PRIVATE KEY-----');

const none: readonly string[] = [];

/** What in a text is a secret by its form, whatever it is called: private keys, tokens, passwords in URLs. */
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
