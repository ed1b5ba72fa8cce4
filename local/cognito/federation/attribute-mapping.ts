import type { Attributes } from '../users/user-attributes';
import type { FederatedIdentity } from './model';

/** Form encoding: everything but letters, digits, `.`, `-`, `*` and `_`, with `+` for a space. */
const encode = (value: unknown) => new URLSearchParams({ '': String(value) }).toString().slice(1);

/**
 * A claim or SAML attribute as the text that Cognito stores. Several values become one text: form-encoded, in
 * square brackets, separated by commas (developer guide, "Mapping identity provider attributes").
 */
export function attributeText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) return `[${value.map(encode).join(',')}]`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

/**
 * The user's attributes after the provider's attribute mapping. Attributes that the provider does not send are left out,
 * and so keep their value from an earlier sign-in.
 */
export function mappedAttributes({ provider, attributes }: FederatedIdentity): Attributes {
  const pairs = Object.entries(provider.AttributeMapping ?? {})
    .filter(([name]) => name !== 'username')
    .map(([name, source]) => [name, attributeText(attributes[source])] as const);
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
