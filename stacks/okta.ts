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

/** Exactly these words, and no other text. */
const oneOf = (names: readonly string[]) => `^(${names.join('|')})$`;

/**
 * Our side at Okta, as Terraform where wanted: the OpenID Connect application of the internal flow, and
 * who may use it. Off unless `internal.okta.app` is written. The provider's token comes from the environment
 * variable OKTA_API_TOKEN alone.
 *
 * No SAML application: it would have to name each pool's id, which AWS makes up, and stacks do not look at one
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
    // Groups beyond those that a role goes by would only tell Cognito more about people than it needs.
    const groups = identityPool?.roles.map(({ group }) => group) ?? [];
    const application = new AppOauth(staff, 'app', {
      label: `${environment.organization} ${environment.name} staff`,
      type: 'web',
      // Chosen here, so that both sides of the configuration know it before either exists.
      clientId: oidc.clientId,
      // Okta makes the secret. Told to leave it out, the provider keeps it out of the state; whoever set the
      // application up copies it to Secrets Manager once.
      omitSecret: true,
      // Cognito sends it in the form, and supports nothing else.
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
      // Only the groups below, whatever Okta gives everybody by default.
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
