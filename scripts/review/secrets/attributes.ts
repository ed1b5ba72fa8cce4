import { isSecretName, isSecretVariable } from './names';

/**
 * How much of an attribute is a secret.
 * - `value`: all that is in it
 * - `document`: it is hidden, since a secret may stand in it; of its parts only those with such a name are secrets
 */
export type Secrecy = 'value' | 'document';

/**
 * What the provider's own schema marks as sensitive, of the resource types that stacks are made of. Terraform marks it in
 * plans too; this finds it where nothing is marked, as in what was synthesized. `test/e2e/review/plan.test.ts` compares it
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

const table: ReadonlyMap<string, Secrecy> = new Map([
  ...Object.entries(sensitiveInSchema).flatMap(([type, paths]) =>
    paths.map((path) => [`${type}.${path}`, 'value'] as const),
  ),
  ...Object.entries(own).flatMap(([type, paths]) =>
    Object.entries(paths).map(([path, secrecy]) => [`${type}.${path}`, secrecy] as const),
  ),
]);

const variables = 'aws_lambda_function.environment.variables';

/**
 * Whether an attribute is secret by what it is or is called; undefined if not.
 * @param path with the type, without indices: `aws_cognito_user_pool_client.client_secret`
 * @param name its last part
 * @param parent path of what it stands in
 */
export function secrecyOf(path: string, name: string, parent: string): Secrecy | undefined {
  const known = table.get(path);
  if (known) return known;
  const inside = parent.slice(parent.lastIndexOf('.') + 1);
  if (isSecretName(name, inside) || (parent === variables && isSecretVariable(name))) return 'value';
  return undefined;
}
