import { CognitoIdentityPool } from '@cdktf/provider-aws/lib/cognito-identity-pool';
import { CognitoIdentityPoolProviderPrincipalTag } from '@cdktf/provider-aws/lib/cognito-identity-pool-provider-principal-tag';
import {
  CognitoIdentityPoolRolesAttachment,
  type CognitoIdentityPoolRolesAttachmentRoleMapping,
} from '@cdktf/provider-aws/lib/cognito-identity-pool-roles-attachment';
import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import type { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { Construct } from 'constructs';
import { identityPoolName } from '../../environments/names';
import type { IdentityPool as Settings } from '../../environments/schema';
import { staffGroups } from '../../functions/catalogue';
import type { Target } from '../fleet-stack';
import type { Protections } from '../protection';
import { identityRole } from './identity-role';

/** How a user's ID token maps to a role. Roles are passed by group, in the environment file's order. */
export type RoleMapping = (
  roles: ReadonlyMap<string, IamRole>,
) => Pick<CognitoIdentityPoolRolesAttachmentRoleMapping, 'type' | 'mappingRule'>;

/**
 * By `cognito:preferred_role`: Cognito puts the role of the user's first group into the token, if that group
 * has a role. Exact, so the choice wherever groups are the pool's own.
 */
export const groupMapping: RoleMapping = () => ({ type: 'Token' });

/**
 * By the claim that the internal hook builds from Okta's groups: the first role whose full group name is in it. A rule
 * compares substrings, so the marks around each name make it exact.
 */
export const staffMapping: RoleMapping = (roles) => ({
  type: 'Rules',
  mappingRule: [...roles].map(([group, { arn }]) => ({
    claim: staffGroups.claim,
    matchType: 'Contains',
    value: `${staffGroups.mark}${group}${staffGroups.mark}`,
    roleArn: arn,
  })),
});

export interface IdentityPoolProps {
  target: Target;
  flow: 'customer' | 'internal';
  settings: Settings;
  pool: CognitoUserPool;
  /** Clients whose ID tokens are accepted. */
  clients: readonly CognitoUserPoolClient[];
  mapping: RoleMapping;
  protections: Pick<Protections, 'preventDestroy'>;
}

/**
 * Exchanges ID tokens of a user pool for AWS credentials of a group's role, at `<scope>_<id>_pool`. Only the
 * enhanced flow: in the classic one an application could choose any role that trusts the pool. A user without a
 * group's role gets nothing, since the default role has no rights; signed-out users get a role only if the
 * environment gives a reason.
 */
export class IdentityPool extends Construct {
  /** Role by group. */
  readonly roles: ReadonlyMap<string, IamRole>;

  constructor(scope: Construct, id: string, props: IdentityPoolProps) {
    super(scope, id);
    const { target, flow, settings, pool, clients, mapping, protections } = props;
    const { environment, region } = target;
    const provider = `cognito-idp.${region}.amazonaws.com/${pool.id}`;
    const { roles, sessionTags, unauthenticated } = settings;
    const identity = new CognitoIdentityPool(this, 'pool', {
      identityPoolName: identityPoolName(environment, flow),
      allowClassicFlow: false,
      allowUnauthenticatedIdentities: unauthenticated !== undefined,
      // Asks the user pool at each exchange, so that a global sign-out takes effect immediately.
      cognitoIdentityProviders: clients.map(({ id: clientId }) => ({
        clientId,
        providerName: provider,
        serverSideTokenCheck: true,
      })),
      // Deleting it loses its users' identity ids, and AWS offers no deletion protection for it.
      lifecycle: { preventDestroy: protections.preventDestroy },
    });
    const tagged = Object.keys(sessionTags).length > 0;
    const shared = { target, flow, poolId: identity.id };
    this.roles = new Map(
      roles.map(({ group, statements }) => [
        group,
        identityRole(this, { ...shared, group, statements, signedIn: true, sessionTags: tagged }),
      ]),
    );
    // The mapping below decides, and refuses users without a match. But this provider accepts no attachment
    // without a default role, so there is one without rights.
    const nobody = identityRole(this, { ...shared, group: 'nobody', signedIn: true, sessionTags: tagged });
    const guest =
      unauthenticated &&
      identityRole(this, {
        ...shared,
        group: 'unauthenticated',
        statements: unauthenticated.statements,
        signedIn: false,
        sessionTags: false,
      });
    if (tagged)
      new CognitoIdentityPoolProviderPrincipalTag(this, 'session-tags', {
        identityPoolId: identity.id,
        identityProviderName: provider,
        useDefaults: false,
        principalTags: sessionTags,
      });
    new CognitoIdentityPoolRolesAttachment(this, 'roles', {
      identityPoolId: identity.id,
      roles: { authenticated: nobody.arn, ...(guest && { unauthenticated: guest.arn }) },
      roleMapping: clients.map(({ id: clientId }) => ({
        identityProvider: `${provider}:${clientId}`,
        ambiguousRoleResolution: 'Deny',
        ...mapping(this.roles),
      })),
    });
  }
}
