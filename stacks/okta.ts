import { AppGroupAssignments } from '@cdktf/provider-okta/lib/app-group-assignments';
import { AppOauth } from '@cdktf/provider-okta/lib/app-oauth';
import { OktaProvider } from '@cdktf/provider-okta/lib/provider';
import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import { domainPrefix } from '../environments/names';
import type { Internal } from '../environments/schema';
import { FleetStack, type Target } from './fleet-stack';
import { protections } from './protection';

export interface OktaStackProps {
  /** The account of the internal flow, in the home region. */
  target: Target;
  /** The environment's `internal` part. */
  settings: Internal;
}

/** Matches exactly one of these names. */
const oneOf = (names: readonly string[]) => `^(${names.join('|')})$`;

/**
 * The Okta side of the internal flow, optionally managed by Terraform: its OpenID Connect application, and
 * who may use it. Off unless `internal.okta.app` is set. The provider's token comes only from the environment
 * variable OKTA_API_TOKEN.
 *
 * No SAML application: it would need each pool's id, which AWS generates, and stacks do not read one
 * another (docs/decisions/0008-okta-as-terraform.md).
 */
export class OktaStack extends FleetStack {
  constructor(scope: Construct, { target, settings }: OktaStackProps) {
    super(scope, 'okta', { target });
    const { environment } = target;
    const { okta, identityPool, logoutUrls } = settings;
    const { app, oidc } = okta;
    if (!app || !oidc)
      throw new Error(
        `environment ${environment.name}: internal.okta.app makes an OpenID Connect application, but there is no ` +
          'internal.okta.oidc; write it, or remove app',
      );
    new OktaProvider(this, 'provider', { orgName: app.organization, baseUrl: app.baseUrl });

    const staff = new Construct(this, 'staff');
    // Only groups that map to a role: Cognito needs to know no more about people.
    const groups = identityPool?.roles.map(({ group }) => group) ?? [];
    const application = new AppOauth(staff, 'app', {
      label: `${environment.organization} ${environment.name} staff`,
      type: 'web',
      // Chosen here, so that both sides know it before either exists.
      clientId: oidc.clientId,
      // Okta generates the secret. With this set, the provider keeps it out of the state; an operator copies it to
      // Secrets Manager once.
      omitSecret: true,
      // Cognito sends it in the form body, and supports nothing else.
      tokenEndpointAuthMethod: 'client_secret_post',
      grantTypes: ['authorization_code'],
      responseTypes: ['code'],
      redirectUris: environment.regions.map(
        (region) =>
          `https://${domainPrefix(environment, 'internal')}.auth.${region}.amazoncognito.com/oauth2/idpresponse`,
      ),
      postLogoutRedirectUris: logoutUrls,
      issuerMode: 'ORG_URL',
      consentMethod: 'TRUSTED',
      // Only the groups below, whatever Okta assigns to everyone by default.
      implicitAssignment: false,
      // Sign-in starts at our own page, not at Okta's.
      hideIos: true,
      hideWeb: true,
      groupsClaim:
        groups.length > 0
          ? { type: 'FILTER', filterType: 'REGEX', name: 'groups', value: oneOf(groups) }
          : undefined,
      lifecycle: { preventDestroy: protections(environment).preventDestroy },
    });
    new AppGroupAssignments(staff, 'groups', {
      appId: application.id,
      group: app.groupIds.map((id, index) => ({ id, priority: index + 1 })),
    });

    new TerraformOutput(this, 'client_id', { value: application.clientId });
  }
}
