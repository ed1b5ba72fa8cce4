import { identityProviders } from '../../../environments/names';
import type { LoadedEnvironment } from '../../../environments/schema';
import { usageError } from '../../cli/errors';
import { type PoolLocation, poolsOf } from '../../selection/pools';

/** A SAML provider as declared in the environment's files, in every region where its users sign in. */
export interface SamlProvider {
  /** Its tenant, or `staff`. */
  of: string;
  tenant?: string;
  /** Its name in its pools. */
  provider: string;
  /** URL from which Cognito fetches its metadata. */
  url?: string | undefined;
  /** Or the path of its document, relative to the project's root. */
  file?: string | undefined;
  /** Regions in rollout order. */
  places: PoolLocation[];
}

/** Path of a provider's document, relative to the project's root. */
const documentPath = (environment: string, file: string | undefined) =>
  file === undefined ? undefined : `environments/${environment}/saml/${file}`;

/** Every SAML provider of an environment: staff first, then tenants. */
export function samlProviders(loaded: LoadedEnvironment): SamlProvider[] {
  const { environment, tenants } = loaded;
  const pools = poolsOf(loaded);
  const staff = environment.internal?.okta.saml;
  return [
    ...(staff
      ? [
          {
            of: 'staff',
            provider: identityProviders.okta.saml,
            url: staff.metadataUrl,
            file: documentPath(environment.name, staff.metadataFile),
            places: pools.filter(({ flow }) => flow === 'internal'),
          },
        ]
      : []),
    ...tenants.flatMap(({ id, identityProvider: own }) =>
      own?.type === 'saml'
        ? [
            {
              of: `tenant ${id}`,
              tenant: id,
              provider: identityProviders.tenant.saml,
              url: own.metadataUrl,
              file: documentPath(environment.name, own.metadataFile),
              places: pools.filter(({ tenant }) => tenant === id),
            },
          ]
        : [],
    ),
  ];
}

/** The provider that a command is about: a metadata document belongs to exactly one. */
export interface ProviderFlags {
  tenant?: string;
  staff?: boolean;
}

/** The one provider that the flags name. Throws a usage error that lists the providers. */
export function pickProvider(
  providers: readonly SamlProvider[],
  environment: string,
  { tenant, staff }: ProviderFlags,
): SamlProvider {
  if ((tenant === undefined) === !staff)
    throw usageError('a metadata document belongs to one provider', 'name it: --tenant <id>, or --staff');
  const found = providers.find((one) => one.tenant === tenant);
  if (found) return found;
  const there = providers.map(({ of }) => of).join(', ') || 'none';
  throw usageError(
    `${staff ? 'staff' : `tenant ${tenant}`} of ${environment} has no SAML provider of its own`,
    `SAML providers there: ${there}`,
  );
}
