import { isSecretName, isSecretVariable } from './names';

/**
 * How much of an attribute is a secret.
 * - `value`: all of it
 * - `document`: hidden as a whole, since it may contain a secret; of its parts, only those with a secret's name are secrets
 */
export type Secrecy = 'value' | 'document';

/**
 * Attributes that the provider's schema marks as sensitive, for the resource types in our stacks. Terraform also marks
 * them in plans; this covers data without marks, such as synthesized files. `test/e2e/review/plan.long.ts` compares it
 * with the schema of provider 5.100.0.
 */
export const sensitiveInSchema: Readonly<Record<string, readonly string[]>> = {
  aws_cognito_user_pool_client: ['client_secret'],
  aws_sesv2_email_identity: ['dkim_signing_attributes.domain_signing_private_key'],
};

/** Known secrets that the provider does not mark, including those of types that may be added later. */
const own: Readonly<Record<string, Readonly<Record<string, Secrecy>>>> = {
  aws_cognito_identity_provider: {
    'provider_details.client_secret': 'value',
    'provider_details.private_key': 'value',
  },
  // The input of our provider manager, or of any other function.
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

/** The secrets of one resource type. */
export interface TypeSecrets {
  /** By path below the type, without indices. */
  paths: ReadonlyMap<string, Secrecy>;
  /** Path of a function's environment variables, whose names are freely chosen. */
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

/** What is known about a type; for most, only what names reveal. */
export const secretsOfType = (type: string): TypeSecrets => types.get(type) ?? nothing;

/**
 * Whether an attribute is secret, by definition or by name; undefined if not. `value` by name applies only to plain
 * values: `client_secret` may also be a block about one.
 * @param parent path of its container, below the type and without indices; '' for the resource itself
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
  // Time units are named after the token that they apply to.
  if (isSecretName(name)) return parent.endsWith('token_validity_units') ? undefined : 'value';
  return parent === variables && isSecretVariable(name) ? 'value' : undefined;
}

/** A string or number, plain or in DynamoDB's notation. */
export function isPlain(value: unknown): boolean {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' || typeof value === 'number';
  if (Array.isArray(value)) return false;
  const names = Object.keys(value);
  return names.length === 1 && ['S', 'N', 'B'].includes(names[0] as string);
}
