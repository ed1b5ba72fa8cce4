/** Variables that direct all AWS requests to the local endpoint. The keys are made up: it does not check them. */
export const localVariables = (endpoint: string) => ({
  AWS_ENDPOINT_URL: endpoint,
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
});

/** Variables that could still direct some requests to a real account. */
const competing =
  /^AWS_(ENDPOINT_URL_.+|IGNORE_CONFIGURED_ENDPOINT_URLS|PROFILE|DEFAULT_PROFILE|SESSION_TOKEN|SECURITY_TOKEN|ROLE_ARN|WEB_IDENTITY_TOKEN_FILE|CONTAINER_.+|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT)$|^TF_VAR_role_arn$/;

/** Names in `env` that must be unset before the local endpoint is used. */
export const competingVariables = (env: NodeJS.ProcessEnv): string[] =>
  Object.keys(env)
    .filter((name) => competing.test(name))
    .sort();

/**
 * Points this environment, and so the SDK and Terraform, only at the local endpoint:
 * no profile, config file or role of a real account can be used from here on.
 */
export function useLocalAws(env: NodeJS.ProcessEnv, endpoint: string): void {
  for (const name of competingVariables(env)) delete env[name];
  Object.assign(env, localVariables(endpoint), {
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
}
