import type { SchemaAttributeType } from '@aws-sdk/client-cognito-identity-provider';
import { invalid } from '../errors';

const text = (Name: string, more: Partial<SchemaAttributeType> = {}): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'String',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
  StringAttributeConstraints: { MinLength: '0', MaxLength: '2048' },
  ...more,
});
const flag = (Name: string): SchemaAttributeType => ({
  Name,
  AttributeDataType: 'Boolean',
  DeveloperOnlyAttribute: false,
  Mutable: true,
  Required: false,
});

/** The OpenID Connect attributes that every pool has, with AWS's defaults. */
export const standardAttributes: readonly SchemaAttributeType[] = [
  text('profile'),
  text('address'),
  text('birthdate', { StringAttributeConstraints: { MinLength: '10', MaxLength: '10' } }),
  text('gender'),
  text('preferred_username'),
  {
    Name: 'updated_at',
    AttributeDataType: 'Number',
    DeveloperOnlyAttribute: false,
    Mutable: true,
    Required: false,
    NumberAttributeConstraints: { MinValue: '0' },
  },
  text('website'),
  text('picture'),
  text('sub', {
    Mutable: false,
    Required: true,
    StringAttributeConstraints: { MinLength: '1', MaxLength: '2048' },
  }),
  text('phone_number'),
  flag('phone_number_verified'),
  text('zoneinfo'),
  text('locale'),
  text('email'),
  flag('email_verified'),
  text('given_name'),
  text('family_name'),
  text('middle_name'),
  text('name'),
  text('nickname'),
];

const isStandard = (name: string) => standardAttributes.some(({ Name }) => Name === name);

/** A custom attribute with Cognito's prefix and defaults. Throws InvalidParameterException. */
function customAttribute(given: SchemaAttributeType): SchemaAttributeType {
  const name = given.Name ?? '';
  const type = given.AttributeDataType;
  if (!/^[\p{L}\p{M}\p{S}\p{N}\p{P}]{1,20}$/u.test(name))
    throw invalid(`Value '${name}' at 'name' failed to satisfy constraint: 1 to 20 letters, digits or signs`);
  if (!type)
    throw invalid(`Invalid AttributeDataType input, consider using the provided AttributeDataType enum.`);
  if (given.Required) throw invalid('Required custom attributes are not supported currently.');
  const { MinLength, MaxLength } = given.StringAttributeConstraints ?? {};
  if (MinLength && MaxLength && Number(MinLength) > Number(MaxLength))
    throw invalid(`user.custom:${name}: Max length cannot be less than min length.`);
  const developerOnly = given.DeveloperOnlyAttribute ?? false;
  return {
    Name: developerOnly ? `dev:custom:${name}` : `custom:${name}`,
    AttributeDataType: type,
    DeveloperOnlyAttribute: developerOnly,
    Mutable: given.Mutable ?? true,
    Required: false,
    ...(type === 'String' && { StringAttributeConstraints: given.StringAttributeConstraints ?? {} }),
    ...(type === 'Number' && { NumberAttributeConstraints: given.NumberAttributeConstraints ?? {} }),
  };
}

/** Adds custom attributes to a schema. Throws InvalidParameterException if one exists already. */
export function withCustomAttributes(
  schema: SchemaAttributeType[],
  added: SchemaAttributeType[],
): SchemaAttributeType[] {
  const result = [...schema];
  for (const attribute of added.map(customAttribute)) {
    if (result.some(({ Name }) => Name === attribute.Name))
      throw invalid(`${attribute.Name}: Existing attribute already has name ${attribute.Name}.`);
    result.push(attribute);
  }
  const custom = result.filter(({ Name }) => !isStandard(Name ?? '')).length;
  if (custom > 50)
    throw invalid(`A user pool can have at most 50 custom attributes, this one would have ${custom}.`);
  return result;
}

/** The complete schema of a new pool: all standard attributes, changed as requested, and the custom ones. */
export function newSchema(given: SchemaAttributeType[] = []): SchemaAttributeType[] {
  const standard = standardAttributes.map((attribute) => {
    const change = given.find(({ Name }) => Name === attribute.Name);
    if (change?.AttributeDataType && change.AttributeDataType !== attribute.AttributeDataType)
      throw invalid(
        `You can not change AttributeDataType or set developerOnlyAttribute for standard schema attribute ${attribute.Name}`,
      );
    return { ...attribute, ...change };
  });
  return withCustomAttributes(
    standard,
    given.filter(({ Name }) => !isStandard(Name ?? '')),
  );
}
