import type { AttributeType, SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalid, unauthorized } from '../errors';

/** Attributes of one user, by name. */
export type Attributes = Record<string, string>;

export const attributeMap = (list: AttributeType[] = []): Attributes =>
  Object.fromEntries(list.map(({ Name, Value }) => [Name as string, Value ?? '']));

export const attributeList = (map: Attributes): AttributeType[] =>
  Object.entries(map).map(([Name, Value]) => ({ Name, Value }));

const nonconforming = (name: string, why: string) =>
  invalid(`Attributes did not conform to the schema: ${name}: ${why}\n`);

function checkValue(attribute: SchemaAttributeType, value: string): void {
  const name = attribute.Name as string;
  if (attribute.AttributeDataType === 'Boolean' && !/^(true|false)$/.test(value))
    throw nonconforming(name, 'The attribute must be true or false');
  if (attribute.AttributeDataType === 'Number') {
    const { MinValue, MaxValue } = attribute.NumberAttributeConstraints ?? {};
    const number = Number(value);
    if (
      !Number.isFinite(number) ||
      number < Number(MinValue ?? -Infinity) ||
      number > Number(MaxValue ?? Infinity)
    )
      throw nonconforming(name, 'The attribute is not a number in the range of the schema');
  }
  if (attribute.AttributeDataType === 'String') {
    const { MinLength, MaxLength } = attribute.StringAttributeConstraints ?? {};
    // An empty value removes an attribute.
    if (value && (value.length < Number(MinLength ?? 0) || value.length > Number(MaxLength ?? 2048)))
      throw nonconforming(
        name,
        `The attribute must have ${MinLength ?? 0} to ${MaxLength ?? 2048} characters`,
      );
  }
}

/**
 * Checks given attributes against the pool's schema. Immutable ones can only be set when the user is created, even by
 * administrators. Throws InvalidParameterException.
 */
export function checkAttributes(
  schema: SchemaAttributeType[],
  given: Attributes,
  at: 'creation' | 'update',
): void {
  for (const [name, value] of Object.entries(given)) {
    const attribute = schema.find(({ Name }) => Name === name);
    if (!attribute) throw invalid(`user.${name}: Attribute does not exist in the schema.`);
    if (name === 'sub' || (at === 'update' && !attribute.Mutable))
      throw invalid(`user.${name}: Attribute cannot be updated.`);
    checkValue(attribute, value);
  }
}

/** Marks that no client can write. */
export const verifiedMarks = ['email_verified', 'phone_number_verified'];

/**
 * Adds Cognito's marks of what is verified, as in tokens and `/oauth2/userInfo`: an unverified address or number is
 * marked `false`, not left unmarked (AWS re:Post Knowledge Center, "How do I troubleshoot issues with an Amazon Cognito
 * user's email_verified attribute?"; for users who never verified anything this is widely reported, but not
 * documented). Without an address or number there is no mark.
 */
export const withVerifiedMarks = (attributes: Attributes): Attributes => ({
  ...(attributes.email && { email_verified: 'false' }),
  ...(attributes.phone_number && { phone_number_verified: 'false' }),
  ...attributes,
});

/** Refuses attributes that the client cannot write. Without a list, it can write all but the verified marks. */
export function checkWritable(writable: string[] | undefined, given: Attributes): void {
  const may = (name: string) => !verifiedMarks.includes(name) && (!writable || writable.includes(name));
  if (!Object.keys(given).every(may))
    throw unauthorized('A client attempted to write unauthorized attribute');
}

/** Refuses a sign-up that lacks attributes required by the schema. Throws InvalidParameterException. */
export function checkRequired(schema: SchemaAttributeType[], given: Attributes): void {
  const left = schema.find(({ Name, Required }) => Required && Name !== 'sub' && !given[Name as string]);
  if (left) throw nonconforming(left.Name as string, 'The attribute is required');
}
