import { type Importable, one } from '../kind';

const missing = ['ResourceNotFoundException'];

const group: Importable = {
  by: 'name',
  found: 'GetGroup',
  unique: 'name in its pool',
  format: 'pool id/group name',
  importId: ({ user_pool_id, name }) => `${user_pool_id}/${name}`,
  async find(look) {
    const [UserPoolId, GroupName] = await Promise.all([look.text('user_pool_id'), look.text('name')]);
    const { sdk, client } = await look.use('cognito');
    const answer = await look.ask(
      'cognito-idp:GetGroup',
      () => client.send(new sdk.GetGroupCommand({ UserPoolId, GroupName })),
      missing,
    );
    return one(answer && { user_pool_id: UserPoolId, name: GroupName });
  },
};

const resourceServer: Importable = {
  by: 'name',
  found: 'DescribeResourceServer',
  unique: 'identifier in its pool',
  format: 'pool id|identifier',
  importId: ({ user_pool_id, identifier }) => `${user_pool_id}|${identifier}`,
  async find(look) {
    const [UserPoolId, Identifier] = await Promise.all([look.text('user_pool_id'), look.text('identifier')]);
    const { sdk, client } = await look.use('cognito');
    const answer = await look.ask(
      'cognito-idp:DescribeResourceServer',
      () => client.send(new sdk.DescribeResourceServerCommand({ UserPoolId, Identifier })),
      missing,
    );
    return one(answer && { user_pool_id: UserPoolId, identifier: Identifier });
  },
};

/** Only those without a secret, since Terraform manages no others (docs/decisions/0013-providers-with-a-secret.md). */
const identityProvider: Importable = {
  by: 'name',
  found: 'DescribeIdentityProvider',
  unique: 'name in its pool',
  format: 'pool id:provider name',
  importId: ({ user_pool_id, provider_name }) => `${user_pool_id}:${provider_name}`,
  async find(look) {
    const [UserPoolId, ProviderName] = await Promise.all([
      look.text('user_pool_id'),
      look.text('provider_name'),
    ]);
    const { sdk, client } = await look.use('cognito');
    const answer = await look.ask(
      'cognito-idp:DescribeIdentityProvider',
      () => client.send(new sdk.DescribeIdentityProviderCommand({ UserPoolId, ProviderName })),
      missing,
    );
    return one(answer && { user_pool_id: UserPoolId, provider_name: ProviderName });
  },
};

const domain: Importable = {
  by: 'name',
  found: 'DescribeUserPoolDomain',
  unique: 'domain; it must point to its pool',
  format: 'domain',
  importId: ({ domain }) => String(domain),
  async find(look) {
    const [Domain, poolId] = await Promise.all([look.text('domain'), look.text('user_pool_id')]);
    const { sdk, client } = await look.use('cognito');
    const answer = await look.ask(
      'cognito-idp:DescribeUserPoolDomain',
      () => client.send(new sdk.DescribeUserPoolDomainCommand({ Domain })),
      missing,
    );
    // For a domain that does not exist, Cognito returns an empty description.
    const { UserPoolId } = answer?.DomainDescription ?? {};
    const attributes = { domain: Domain, user_pool_id: UserPoolId ?? '' };
    return UserPoolId ? [{ attributes, matches: UserPoolId === poolId }] : [];
  },
};

/** A pool has none until it is set. */
const riskConfiguration: Importable = {
  by: 'name',
  found: 'DescribeRiskConfiguration',
  unique: 'its pool, and the client if it is for one',
  format: 'pool id, or pool id:client id',
  importId: ({ user_pool_id, client_id }) =>
    client_id ? `${user_pool_id}:${client_id}` : String(user_pool_id),
  async find(look) {
    const [UserPoolId, ClientId] = await Promise.all([look.text('user_pool_id'), look.optional('client_id')]);
    const { sdk, client } = await look.use('cognito');
    const answer = await look.ask(
      'cognito-idp:DescribeRiskConfiguration',
      () => client.send(new sdk.DescribeRiskConfigurationCommand({ UserPoolId, ClientId })),
      [...missing, 'UserPoolAddOnNotEnabledException'],
    );
    const risk = answer?.RiskConfiguration;
    const set =
      risk?.AccountTakeoverRiskConfiguration ??
      risk?.CompromisedCredentialsRiskConfiguration ??
      risk?.RiskExceptionConfiguration;
    return one(set && { user_pool_id: UserPoolId, ...(ClientId && { client_id: ClientId }) });
  },
};

const uiCustomization: Importable = {
  by: 'name',
  found: 'GetUICustomization',
  unique: 'its pool and client (`ALL`)',
  format: 'pool id,client id',
  importId: ({ user_pool_id, client_id }) => `${user_pool_id},${client_id}`,
  async find(look) {
    const UserPoolId = await look.text('user_pool_id');
    const ClientId = (await look.optional('client_id')) ?? 'ALL';
    const { sdk, client } = await look.use('cognito');
    const answer = await look.ask(
      'cognito-idp:GetUICustomization',
      () => client.send(new sdk.GetUICustomizationCommand({ UserPoolId, ClientId })),
      missing,
    );
    const { CSS, ImageUrl } = answer?.UICustomization ?? {};
    return one(CSS || ImageUrl ? { user_pool_id: UserPoolId, client_id: ClientId } : undefined);
  },
};

export const poolParts = {
  aws_cognito_user_group: group,
  aws_cognito_resource_server: resourceServer,
  aws_cognito_identity_provider: identityProvider,
  aws_cognito_user_pool_domain: domain,
  aws_cognito_risk_configuration: riskConfiguration,
  aws_cognito_user_pool_ui_customization: uiCustomization,
};
