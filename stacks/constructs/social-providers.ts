import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { Construct } from 'constructs';
import type { Environment } from '../../environments/schema';
import { identityProvider } from './identity-provider';
import type { ProviderManager } from './provider-manager';
import type { PoolProvider, ProviderSettings } from './provider-settings';

type Social = NonNullable<Environment['customer']['socialProviders']>;

interface SocialProvider {
  settings: ProviderSettings;
  /** Attribute of the pool → the provider's claim. */
  attributes: Readonly<Record<string, string>>;
}

const google = ({ clientId }: NonNullable<Social['google']>): SocialProvider => ({
  settings: {
    type: 'Google',
    details: {
      client_id: clientId,
      authorize_scopes: 'openid email profile',
    },
    subject: 'sub',
    secrets: ['client_secret'],
  },
  attributes: {
    email: 'email',
    email_verified: 'email_verified',
    family_name: 'family_name',
    given_name: 'given_name',
    name: 'name',
  },
});

/** Facebook does not say whether an address is verified, so it counts as unverified: such users are never linked. */
const facebook = ({ clientId }: NonNullable<Social['facebook']>): SocialProvider => ({
  settings: {
    type: 'Facebook',
    details: {
      client_id: clientId,
      authorize_scopes: 'public_profile,email',
    },
    subject: 'id',
    secrets: ['client_secret'],
  },
  attributes: { email: 'email', family_name: 'last_name', given_name: 'first_name', name: 'name' },
});

/** Like Facebook, Amazon does not say whether an address is verified. */
const amazon = ({ clientId }: NonNullable<Social['amazon']>): SocialProvider => ({
  settings: {
    type: 'LoginWithAmazon',
    details: { client_id: clientId, authorize_scopes: 'profile' },
    subject: 'user_id',
    secrets: ['client_secret'],
  },
  attributes: { email: 'email', name: 'name' },
});

/** Apple's secret is a private key, which Cognito signs with and never returns. */
const apple = ({ clientId, teamId, keyId }: NonNullable<Social['apple']>): SocialProvider => ({
  settings: {
    type: 'SignInWithApple',
    details: {
      client_id: clientId,
      team_id: teamId,
      key_id: keyId,
      authorize_scopes: 'email name',
    },
    subject: 'sub',
    secrets: ['private_key'],
  },
  attributes: {
    email: 'email',
    email_verified: 'email_verified',
    family_name: 'lastName',
    given_name: 'firstName',
  },
});

/** A pool's social providers, and the attributes that they write. */
export interface SocialSignIn {
  providers: PoolProvider[];
  mapped: string[];
}

/**
 * The social providers that the environment names, each at `<scope>_idp-<Cognito's name in lower case>` and each
 * waiting for the one before it: Cognito accepts one change to a pool at a time (ConcurrentModificationException).
 */
export function socialProviders(
  scope: Construct,
  pool: CognitoUserPool,
  social: Social,
  manager: ProviderManager | undefined,
): SocialSignIn {
  const wanted = [
    social.google && google(social.google),
    social.facebook && facebook(social.facebook),
    social.amazon && amazon(social.amazon),
    social.apple && apple(social.apple),
  ].filter((provider) => provider !== undefined);
  const providers: PoolProvider[] = [];
  for (const { settings, attributes } of wanted) {
    const previous = providers.at(-1);
    const dependsOn = previous && [previous.resource];
    // A social provider's name must be its type: Cognito accepts no other.
    providers.push(
      identityProvider(scope, { pool, name: settings.type, settings, attributes, manager, dependsOn }),
    );
  }
  return { providers, mapped: [...new Set(wanted.flatMap(({ attributes }) => Object.keys(attributes)))] };
}
