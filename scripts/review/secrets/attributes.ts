import { isSecretName, isSecretVariable } from './names';

/**
 * How much of an attribute is a secret.
 * - `value`: all that is in it
 * - `document`: it is hidden, since a secret may stand in it; of its parts only those with such a name are secrets
 */
export type Secrecy = 'value' | 'document';

/**
 * What the provider's own schema marks as sensitive, of the resource types that stacks are made of. Terraform marks it in
 * plans too; this finds it where nothing is marked, as in what was synthesized. `test/e2e/review/plan.long.ts` compares it
 * with the schema of provider 5.100.0.
 */
export const sensitiveInSchema: Readonly<Record<string, readonly string[]>> = {
  aws_cognito_user_pool_client: ['client_secret'],
  aws_sesv2_email_identity: ['dkim_signing_attributes.domain_signing_private_key'],
};

/** What we know to be secret besides, and the provider does not mark; of other types too, which somebody may add. */
const own: Readonly<Record<string, Readonly<Record<string, Secrecy>>>> = {
  aws_cognito_identity_provider: {
    'provider_details.client_secret': 'value',
    'provider_details.private_key': 'value',
  },
  // Tells a function of ours about a provider, and whatever functions of others are told.
  aws_lambda_invocation: { input: 'document', result: 'document' },
  aws_secretsmanager_secret_version: { secret_string: 'value', secret_binary: 'value' },
  aws_ssm_parameter: { value: 'value', insecure_value: 'value' },
  aws_iam_access_key: { secret: 'value', ses_smtp_password_v4: 'value' },
  aws_api_gateway_api_key: { value: 'value' },
  random_password: { result: 'value', bcrypt_hash: 'value' },
  random_string: { result: 'value' },
  random_bytes: { base64: 'value', hex: 'value' },
  tls_private_key: { private_key_pem: 'value', private_key_openssh: 'value', private_key_pem_pkcs8: 'value' },
};

/** What is secret in resources of one type. */
export interface TypeSecrets {
  /** By path below the type, without indices. */
  paths: ReadonlyMap<string, Secrecy>;
  /** Path of what holds variables of a function, whose names people choose. */
  variables: string | undefined;
}

const nothing: TypeSecrets = { paths: new Map(), variables: undefined };

const types: ReadonlyMap<string, TypeSecrets> = new Map(
  [...new Set([...Object.keys(sensitiveInSchema), ...Object.keys(own), 'aws_lambda_function'])].map(
    (type) => [
      type,
      {
        paths: new Map([
          ...(sensitiveInSchema[type] ?? []).map((path) => [path, 'value'] as const),
          ...Object.entries(own[type] ?? {}),
        ]),
        variables: type === 'aws_lambda_function' ? 'environment.variables' : undefined,
      },
    ],
  ),
);

/** What is known of a type; of most, nothing besides what names say. */
export const secretsOfType = (type: string): TypeSecrets => types.get(type) ?? nothing;

/**
 * Whether an attribute is secret by what it is or is called; undefined if not. `value` by its name alone holds for plain
 * values only: what `client_secret` names may also be a block about one.
 * @param parent path of what it stands in, below the type and without indices; '' for the resource itself
 */
export function secrecyOf(
  { paths, variables }: TypeSecrets,
  parent: string,
  name: string,
): Secrecy | undefined {
  if (paths.size > 0) {
    const known = paths.get(parent === '' ? name : `${parent}.${name}`);
    if (known) return known;
  }
  // Units of time are called like the token that they are for.
  if (isSecretName(name)) return parent.endsWith('token_validity_units') ? undefined : 'value';
  return parent === variables && isSecretVariable(name) ? 'value' : undefined;
}

/** A text or a number, as it is or as DynamoDB writes it. */
export function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' || typeof value === 'number';
  if (Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && ['S', 'N', 'B'].includes(names[0] as string);
}
