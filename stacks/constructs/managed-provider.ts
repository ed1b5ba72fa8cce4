import { createHash } from 'node:crypto';
import { LambdaInvocation } from '@cdktf/provider-aws/lib/lambda-invocation';
import type { Construct } from 'constructs';
import type { ProviderManager } from './provider-manager';
import type { DesiredProvider, PoolProvider } from './provider-settings';

/**
 * Placeholder for a provider's secret. It is not a secret and opens nothing: nobody can sign in through
 * the provider until `fleet rotate federation-secret` has pushed the real one from Secrets Manager.
 */
const secretPlaceholder = 'set-by-fleet-rotate-federation-secret';

/** A plan fails with this if the last change never reached Cognito, which Terraform would consider done. */
const unfinished = (address: string) =>
  `${address}: the last change of this identity provider failed. Mend what its error named and roll out that ` +
  `change; to try the same one again, take it out of the state first (terraform state rm ${address}): the ` +
  'provider stays, and is brought to what is wanted.';

/**
 * An identity provider that has a secret, at `<scope>_idp-<name in lower case>`. Terraform never reads it, because
 * Cognito would return the secret: a function creates, changes and removes it, and returns none of it.
 */
export function managedProvider(
  scope: Construct,
  { manage, rights }: ProviderManager,
  { pool, name, settings, attributeMapping, domains, dependsOn = [] }: DesiredProvider,
): PoolProvider {
  const desired = {
    providerName: name,
    providerType: settings.type,
    details: settings.details,
    secretKeys: settings.secrets,
    placeholder: secretPlaceholder,
    attributeMapping,
    idpIdentifiers: domains,
  };
  const revision = createHash('sha256').update(JSON.stringify(desired)).digest('hex');
  const same = (key: string) => `jsondecode(self.result).${key} == jsondecode(self.input).${key}`;
  const id = `idp-${name.toLowerCase()}`;
  const invocation = new LambdaInvocation(scope, id, {
    functionName: manage.functionName,
    input: JSON.stringify({ userPoolId: pool.id, ...desired, revision }),
    lifecycleScope: 'CRUD',
    dependsOn: [...rights, ...dependsOn],
  });
  // A failed update leaves the new input with the old result in the state (terraform-provider-aws#43447).
  invocation.lifecycle = {
    postcondition: [
      {
        condition: `\${${same('revision')} && ${same('userPoolId')}}`,
        errorMessage: unfinished(`aws_lambda_invocation.${invocation.friendlyUniqueId}`),
      },
    ],
  };
  return { name, resource: invocation };
}
