import { formatPath } from '../problems';
import type { EnvironmentCheck, EnvironmentFile } from './check';
import { oneOwner } from './one-owner';

/** Every secret that the environment and its tenants name, with the provider it belongs to. */
function* secrets({ file, environment, tenants }: EnvironmentFile) {
  for (const [provider, settings] of Object.entries(environment.customer?.socialProviders ?? {}))
    if (settings) yield { file, at: ['customer', 'socialProviders', provider], name: settings.secretName };
  const oidc = environment.internal?.okta.oidc;
  if (oidc) yield { file, at: ['internal', 'okta', 'oidc'], name: oidc.secretName };
  for (const { file, tenant } of tenants)
    if (tenant.identityProvider?.type === 'oidc')
      yield { file, at: ['identityProvider'], name: tenant.identityProvider.secretName };
}

/**
 * A secret is sent only to the provider that issued it. A tenant that named another's secret would have it sent
 * to its own provider.
 */
export const secretOwner: EnvironmentCheck = (environment) =>
  oneOwner(
    [...secrets(environment)].map(({ file, at, name }) => ({
      thing: name,
      owner: `${formatPath(at)} of ${file}`,
      file,
      path: [...at, 'secretName'],
    })),
    (first) => ({
      message: `${first} already has this secret; it would be sent to both providers`,
      remedy: 'keep the secret of each provider under its own name',
    }),
  );
