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

/**
 * Whether a value of this name is a secret, wherever it stands.
 * @param parent name of what it stands in; units of time are called like the token that they are for
 */
export const isSecretName = (name: string, parent = ''): boolean =>
  secretEnd.test(words(name)) && parent !== 'token_validity_units';

/** The same of a variable of a function's environment. */
export const isSecretVariable = (name: string): boolean =>
  secretVariable.test(words(name)) && !leadsToSecret.test(words(name));

/** A text that can hold a secret by name. Asked before JSON in it is parsed, which costs much more. */
export const mayNameSecret = (text: string): boolean =>
  /secret|passw|passphrase|_?key|credential|token/i.test(text);

/** What in a text is a secret by its form, whatever it is called: private keys, tokens, passwords in URLs. */
export function secretsByForm(text: string): string[] {
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
