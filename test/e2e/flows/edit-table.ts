import {
  all,
  type Edit,
  environment,
  likeService,
  likeTenant,
  policy,
  service,
  tenant,
  withoutService,
  withoutTenant,
} from './edit';

/** A finding: rule, address, and the effect, if the action alone is not specific enough. */
type Found = readonly [rule: string, address: string, effect?: string];

/** An edit that production refuses. */
export interface Dangerous {
  what: string;
  edit: Edit;
  /** Names of the stacks that it changes. */
  stacks: readonly string[];
  finds: readonly Found[];
}

/** An edit that needs no approval. */
export interface Harmless {
  what: string;
  edit: Edit;
  stacks: readonly string[];
  /** Addresses that the plan changes; empty if the edit has no effect. */
  touches: readonly string[];
}

/** An edit that removes something from configuration. */
export interface Refused {
  what: string;
  edit: Edit;
  /** What the refusal says. */
  says: string;
}

const payments = 'Payments::Action';

/** All are made in one configuration, which is planned once, so no two of them may affect the same thing. */
export const dangerous: readonly Dangerous[] = [
  {
    what: 'customers no longer need a second factor',
    edit: environment(({ customer }) => {
      customer.mfa = 'OFF';
    }),
    // No text messages are sent any more.
    stacks: ['customer', 'foundation'],
    finds: [
      ['sign-in-weakened', 'aws_cognito_user_pool.customer_pool', 'mfa-lowered'],
      ['account-taken', 'aws_cognito_user_pool.customer_pool', 'verification-weakened'],
      ['role-grows', 'aws_iam_policy.boundary', 'iam-grows'],
    ],
  },
  {
    what: 'customers may use shorter passwords',
    edit: environment(({ customer }) => {
      customer.password.minimumLength = 12;
    }),
    stacks: ['customer'],
    finds: [['sign-in-weakened', 'aws_cognito_user_pool.customer_pool', 'password-weakened']],
  },
  {
    what: 'passkeys are bound to a different domain',
    edit: environment(({ customer }) => {
      if (customer.passkeys) customer.passkeys.relyingPartyId = 'every.example';
    }),
    stacks: ['customer'],
    finds: [['passkeys-lost', 'aws_cognito_user_pool.customer_pool', 'passkeys-lost']],
  },
  {
    what: "customers' access tokens live longer",
    edit: environment(({ customer }) => {
      customer.tokens.accessMinutes = 60;
    }),
    stacks: ['customer'],
    finds: [
      ['rights-outlive', 'aws_cognito_user_pool_client.customer_probe-client', 'tokens-longer'],
      ['rights-outlive', 'aws_cognito_user_pool_client.customer_web-client', 'tokens-longer'],
    ],
  },
  {
    what: 'a customer callback on a new host',
    edit: environment(({ customer }) => {
      customer.callbackUrls.push('https://pay.every-other.example/signed-in');
    }),
    stacks: ['customer'],
    finds: [['callbacks-wider', 'aws_cognito_user_pool_client.customer_web-client', 'callbacks-wider']],
  },
  {
    what: 'a customer logout URL on a new host',
    edit: environment(({ customer }) => {
      customer.logoutUrls.push('https://bye.every-other.example/');
    }),
    stacks: ['customer'],
    finds: [['callbacks-wider', 'aws_cognito_user_pool_client.customer_web-client', 'logout-wider']],
  },
  {
    what: 'a social provider is removed',
    edit: environment(({ customer }) => {
      delete customer.socialProviders?.facebook;
    }),
    stacks: ['customer'],
    finds: [
      ['provider-removed', 'aws_cognito_user_pool_client.customer_web-client', 'provider-removed'],
      ['provider-removed', 'aws_lambda_invocation.customer_idp-facebook', 'provider-removed'],
    ],
  },
  {
    what: 'a different Google client id',
    edit: environment(({ customer }) => {
      if (customer.socialProviders?.google) customer.socialProviders.google.clientId = 'every-other';
    }),
    stacks: ['customer'],
    finds: [['provider-changed', 'aws_lambda_invocation.customer_idp-google', 'provider-issuer']],
  },
  {
    what: 'the AWS role of a customer group may do more',
    edit: environment(({ customer }) => {
      customer.identityPool?.roles[0]?.statements[0]?.actions.push('s3:PutObject');
    }),
    stacks: ['customer', 'foundation'],
    finds: [
      ['role-grows', 'aws_iam_role_policy.customer_identity_rights-premium', 'iam-grows'],
      ['role-grows', 'aws_iam_policy.identity-boundary', 'iam-grows'],
    ],
  },
  {
    what: 'the customer hook reads a different database',
    edit: environment(({ customer }) => {
      for (const one of Object.values(customer.databases ?? {})) if (one) one.database = 'customers_other';
    }),
    stacks: ['customer'],
    finds: [['function-reconfigured', 'aws_lambda_function.hook_function', 'function-reconfigured']],
  },
  {
    what: 'social sign-ins are no longer linked to existing users: a hook is removed',
    edit: environment(({ customer }) => {
      customer.linkFederatedUsers = false;
    }),
    stacks: ['customer'],
    finds: [['claims-lost', 'aws_cognito_user_pool.customer_pool', 'hook-removed']],
  },
  {
    what: 'a new attribute from Okta, which the pool can never drop',
    edit: environment(({ internal }) => {
      internal.okta.attributes['custom:badge'] = 'badge';
    }),
    stacks: ['internal'],
    finds: [
      ['pool-schema', 'aws_cognito_user_pool.internal_pool', 'schema-changed'],
      ['provider-mapping', 'aws_cognito_identity_provider.internal_idp-okta-saml', 'provider-mapping'],
      ['provider-mapping', 'aws_lambda_invocation.internal_idp-okta-oidc', 'provider-mapping'],
      ['attributes-wider', 'aws_cognito_user_pool_client.internal_web-client', 'attributes-wider'],
    ],
  },
  {
    what: 'a different issuer for staff',
    edit: environment(({ internal }) => {
      if (internal.okta.oidc) internal.okta.oidc.issuer = 'https://every-other.okta.example';
    }),
    stacks: ['internal'],
    finds: [['provider-changed', 'aws_lambda_invocation.internal_idp-okta-oidc', 'provider-issuer']],
  },
  {
    what: 'staff SAML metadata from a different Okta application',
    edit: environment(({ internal }) => {
      if (internal.okta.saml)
        internal.okta.saml.metadataUrl = 'https://every.okta.example/app/every-other/sso/saml/metadata';
    }),
    stacks: ['internal'],
    finds: [
      ['provider-changed', 'aws_cognito_identity_provider.internal_idp-okta-saml', 'provider-metadata'],
    ],
  },
  {
    what: 'staff assertions no longer have to be encrypted',
    edit: environment(({ internal }) => {
      if (internal.okta.saml) internal.okta.saml.encryptAssertions = false;
    }),
    stacks: ['internal'],
    finds: [['provider-lowered', 'aws_cognito_identity_provider.internal_idp-okta-saml', 'provider-lowered']],
  },
  {
    what: 'staff stay signed in longer',
    edit: environment(({ internal }) => {
      internal.tokens.refreshHours = 24;
    }),
    stacks: ['internal'],
    finds: [['rights-outlive', 'aws_cognito_user_pool_client.internal_web-client', 'tokens-longer']],
  },
  {
    what: 'a different AWS session tag for staff',
    edit: environment(({ internal }) => {
      if (internal.identityPool) internal.identityPool.sessionTags.department = 'email';
    }),
    stacks: ['internal'],
    finds: [
      [
        'credentials-wider',
        'aws_cognito_identity_pool_provider_principal_tag.internal_identity_session-tags',
        'identity-pool-wider',
      ],
    ],
  },
  {
    what: 'a service may request another scope',
    edit: service('legacy-export', (one) => {
      one.scopes.push('payments/write');
    }),
    stacks: ['machine'],
    finds: [
      [
        'service-grows',
        'aws_cognito_user_pool_client.machine_service-legacy-export_client',
        'service-scopes-grow',
      ],
    ],
  },
  {
    what: 'a service may perform another operation',
    edit: service('legacy-export', (one) => {
      one.allowedOps.push('payments:create');
    }),
    stacks: ['machine'],
    finds: [
      [
        'service-grows',
        'aws_dynamodb_table_item.machine_service-legacy-export_registry-item',
        'service-operations-grow',
      ],
    ],
  },
  {
    what: 'a suspended service gets tokens again',
    edit: service('legacy-export', (one) => {
      one.status = 'active';
    }),
    stacks: ['machine'],
    finds: [
      [
        'suspension-lifted',
        'aws_dynamodb_table_item.machine_service-legacy-export_registry-item',
        'suspension-lifted',
      ],
    ],
  },
  {
    what: 'service tokens live longer',
    edit: environment(({ machine }) => {
      machine.accessMinutes = 60;
    }),
    stacks: ['machine'],
    finds: [
      ['rights-outlive', 'aws_cognito_user_pool_client.machine_service-billing_client', 'tokens-longer'],
      [
        'rights-outlive',
        'aws_cognito_user_pool_client.machine_service-legacy-export_client',
        'tokens-longer',
      ],
    ],
  },
  {
    what: 'a service gives up its own policy store',
    edit: all(
      service('billing', (one) => {
        one.policyStore = 'shared';
      }),
      policy('service', 'billing', 'sandbox.cedar', undefined),
    ),
    stacks: ['machine'],
    finds: [
      ['policy-store-lost', 'aws_verifiedpermissions_policy_store.machine_service-billing_store'],
      ['policy-store-lost', 'aws_verifiedpermissions_schema.machine_service-billing_schema'],
      [
        'policy-store-lost',
        'aws_verifiedpermissions_identity_source.machine_service-billing_identity-source',
      ],
      [
        'authorizer-changed',
        'aws_dynamodb_table_item.machine_service-billing_registry-item',
        'registry-repointed',
      ],
    ],
  },
  {
    what: 'a tenant no longer requires a second factor',
    edit: tenant('acme', (one) => {
      one.mfa = 'OPTIONAL';
    }),
    stacks: ['cell-01'],
    finds: [['sign-in-weakened', 'aws_cognito_user_pool.acme_pool', 'mfa-lowered']],
  },
  {
    what: "a tenant's tokens live longer",
    edit: tenant('acme', (one) => {
      if (one.tokens) one.tokens.idMinutes = 60;
    }),
    stacks: ['cell-01'],
    finds: [
      ['rights-outlive', 'aws_cognito_user_pool_client.acme_probe-client', 'tokens-longer'],
      ['rights-outlive', 'aws_cognito_user_pool_client.acme_web-client', 'tokens-longer'],
    ],
  },
  {
    what: "a tenant callback on another organisation's host",
    edit: tenant('acme', (one) => {
      one.callbackUrls.push('https://acme.every-other.example/signed-in');
    }),
    stacks: ['cell-01'],
    finds: [['callbacks-wider', 'aws_cognito_user_pool_client.acme_web-client', 'callbacks-wider']],
  },
  {
    what: "a tenant's group is removed",
    edit: tenant('acme', (one) => {
      one.groups = one.groups.filter((group) => group !== 'auditors');
    }),
    stacks: ['cell-01'],
    finds: [['group-lost', 'aws_cognito_user_group.acme_group-auditors', 'group-removed']],
  },
  {
    what: "a tenant's sign-in page gets a different domain",
    edit: tenant('acme', (one) => {
      if (one.customDomain) one.customDomain.domain = 'sso.acme.example';
    }),
    stacks: ['cell-01'],
    finds: [['domain-lost', 'aws_cognito_user_pool_domain.acme_custom-domain']],
  },
  {
    what: "a different application signs a tenant's users in",
    edit: tenant('acme', ({ identityProvider }) => {
      if (identityProvider?.type === 'saml')
        identityProvider.metadataUrl = 'https://acme-other.okta.example/app/every/sso/saml/metadata';
    }),
    stacks: ['cell-01'],
    finds: [['provider-changed', 'aws_cognito_identity_provider.acme_idp-tenant-saml', 'provider-metadata']],
  },
  {
    what: 'a suspended tenant gets tokens again',
    edit: tenant('globex', (one) => {
      one.status = 'active';
    }),
    stacks: ['cell-01'],
    finds: [['suspension-lifted', 'aws_dynamodb_table_item.globex_registry-item', 'suspension-lifted']],
  },
  {
    what: 'a tenant opens sign-up to anyone',
    edit: tenant('globex', (one) => {
      one.selfSignUp = true;
    }),
    stacks: ['cell-01'],
    finds: [
      ['sign-up-opened', 'aws_cognito_user_pool.globex_pool', 'self-sign-up-opened'],
      // Users who sign up have a password in the pool, and state their tenant; a hook checks that against the registry.
      ['client-wider', 'aws_cognito_user_pool_client.globex_web-client', 'auth-flows-wider'],
      ['attributes-wider', 'aws_cognito_user_pool_client.globex_web-client', 'attributes-wider'],
    ],
  },
  {
    what: 'a tenant closes sign-up, and users who signed up can no longer sign in',
    edit: tenant('acme', (one) => {
      delete one.selfSignUp;
    }),
    stacks: ['cell-01'],
    finds: [['provider-removed', 'aws_cognito_user_pool_client.acme_web-client', 'provider-removed']],
  },
  {
    what: "a different claim becomes the e-mail address of a tenant's users",
    edit: tenant('globex', ({ identityProvider }) => {
      if (identityProvider) identityProvider.attributes.email = 'login';
    }),
    stacks: ['cell-01'],
    finds: [['provider-mapping', 'aws_lambda_invocation.globex_idp-tenant-oidc', 'provider-mapping']],
  },
  {
    what: "a policy lets a tenant's operators export from one more resource",
    edit: policy(
      'tenant',
      'acme',
      'operators-export.cedar',
      `permit (principal in Payments::Group::"{user_pool_id}|operators", action == ${payments}::"exportPayments", resource)
when { resource == Payments::Tenant::"sandbox" || resource == Payments::Tenant::"pilot" };
`,
    ),
    stacks: ['cell-01'],
    finds: [
      ['access-may-widen', 'aws_verifiedpermissions_policy.acme_policy-operators-export', 'cedar-may-widen'],
    ],
  },
  {
    what: 'a backend at a different address',
    edit: environment(({ edge }) => {
      edge.backends.payments = { url: 'https://payments.every-other.example' };
    }),
    stacks: ['edge'],
    finds: [
      ['backend-moved', 'aws_apigatewayv2_integration.backends_payments-customer', 'backend-moved'],
      ['backend-moved', 'aws_apigatewayv2_integration.backends_payments-internal', 'backend-moved'],
      ['backend-moved', 'aws_apigatewayv2_integration.backends_payments-machine', 'backend-moved'],
    ],
  },
  {
    what: 'the edge caches decisions longer',
    edit: environment(({ edge }) => {
      edge.decisions.allowSeconds = 300;
    }),
    stacks: ['edge'],
    finds: [['rights-outlive', 'aws_lambda_function.authorizer_decide_function', 'decisions-longer']],
  },
  {
    what: 'another branch may deploy',
    edit: environment(({ pipeline }) => {
      pipeline.deploySubjects.push('repo:northpay/identity-fleet:ref:refs/heads/try');
    }),
    stacks: ['foundation'],
    finds: [
      ['pipeline-trust', 'aws_iam_role.deploy_role', 'pipeline-trust'],
      ['pipeline-trust', 'aws_iam_role.operate_role', 'pipeline-trust'],
    ],
  },
  {
    what: 'pipeline sessions last longer',
    edit: environment(({ pipeline }) => {
      pipeline.sessionHours = 12;
    }),
    stacks: ['foundation'],
    finds: [
      ['rights-outlive', 'aws_iam_role.deploy_role', 'sessions-longer'],
      ['rights-outlive', 'aws_iam_role.operate_role', 'sessions-longer'],
      ['rights-outlive', 'aws_iam_role.plan_role', 'sessions-longer'],
    ],
  },
  {
    what: "customers' codes are sent by Cognito itself, 50 a day",
    edit: environment(({ email }) => {
      for (const sender of Object.values(email)) if (sender) sender.awaitingDns = ['identity'];
    }),
    stacks: ['customer'],
    finds: [['sender-lost', 'aws_cognito_user_pool.customer_pool', 'sender-lowered']],
  },
  {
    what: 'users who are not signed in may do more in AWS',
    edit: environment(({ customer }) => {
      customer.identityPool?.unauthenticated?.statements[0]?.resources.push(
        'arn:aws:s3:::northpay-every-statements/*',
      );
    }),
    stacks: ['customer', 'foundation'],
    finds: [
      ['role-grows', 'aws_iam_role_policy.customer_identity_rights-unauthenticated', 'iam-grows'],
      ['role-grows', 'aws_iam_policy.identity-boundary', 'iam-grows'],
    ],
  },
  {
    what: 'the staff pool moves to a lower plan, without threat protection',
    edit: environment(({ internal }) => {
      internal.tier = 'ESSENTIALS';
    }),
    stacks: ['internal'],
    finds: [
      ['claims-lost', 'aws_cognito_user_pool.internal_pool', 'tier-lowered'],
      ['sign-in-weakened', 'aws_cognito_risk_configuration.internal_risk', 'threat-protection-lowered'],
      ['sign-in-weakened', 'aws_cognito_user_pool.internal_pool', 'threat-protection-lowered'],
    ],
  },
  {
    what: 'logs are kept for less time',
    edit: environment((one) => {
      one.logRetentionDays = 7;
    }),
    stacks: ['cell-01', 'customer', 'edge', 'internal', 'machine'],
    finds: [
      'authorizer_decide_log-group',
      'backends_sample_answer_log-group',
      'hook_log-group',
      'identity-provider_log-group',
      'post-confirmation_log-group',
      'pre-sign-up_log-group',
      'stage_access-log',
    ].map((name) => ['logs-lost', `aws_cloudwatch_log_group.${name}`, 'logs-shorter'] as const),
  },
  {
    what: 'a resource server is removed',
    edit: all(
      environment(({ machine }) => {
        machine.resourceServers = machine.resourceServers.filter(({ identifier }) => identifier !== 'ledger');
      }),
      service('billing', (one) => {
        one.scopes = one.scopes.filter((scope) => scope !== 'ledger/post');
      }),
    ),
    stacks: ['machine'],
    finds: [['scopes-lost', 'aws_cognito_resource_server.machine_server-ledger']],
  },
  {
    what: 'a resource server is renamed, so the provider creates a new one',
    edit: environment(({ machine }) => {
      for (const server of machine.resourceServers)
        if (server.identifier === 'payments') server.name = 'Payments API';
    }),
    stacks: ['machine'],
    finds: [['scopes-lost', 'aws_cognito_resource_server.machine_server-payments']],
  },
  {
    what: 'a policy lets every user of a tenant pay from one account',
    edit: policy(
      'tenant',
      'acme',
      'everybody-pays.cedar',
      `permit (principal, action == ${payments}::"createPayment", resource == Payments::Account::"pilot");\n`,
    ),
    stacks: ['cell-01'],
    finds: [['access-widens', 'aws_verifiedpermissions_policy.acme_policy-everybody-pays', 'cedar-widens']],
  },
];

export const harmless: readonly Harmless[] = [
  {
    what: 'a new tenant in an existing cell',
    edit: likeTenant('globex', {
      id: 'initech',
      name: 'Initech',
      status: 'active',
      callbackUrls: ['https://initech.every.example/signed-in'],
      logoutUrls: ['https://initech.every.example/'],
      identityProvider: {
        type: 'oidc',
        domains: ['initech.example'],
        attributes: { email: 'email' },
        issuer: 'https://initech.okta.example',
        clientId: 'northpay-every',
        secretName: 'fleet/tenants/initech',
        scopes: ['openid', 'email'],
      },
    }),
    stacks: ['cell-01'],
    touches: ['aws_cognito_user_pool.initech_pool', 'aws_lambda_invocation.initech_idp-tenant-oidc'],
  },
  {
    what: 'a new service with its own policy store',
    edit: likeService('billing', { id: 'reports', name: 'Reports', scopes: ['payments/read'] }),
    stacks: ['machine'],
    touches: [
      'aws_cognito_user_pool_client.machine_service-reports_client',
      'aws_verifiedpermissions_policy_store.machine_service-reports_store',
    ],
  },
  {
    what: 'a customer callback at another path of the same host',
    edit: environment(({ customer }) => {
      customer.callbackUrls.push('https://pay.every.example/app/signed-in');
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_user_pool_client.customer_web-client'],
  },
  {
    what: 'a customer logout URL at another path of the same host',
    edit: environment(({ customer }) => {
      customer.logoutUrls = ['https://pay.every.example/bye'];
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_user_pool_client.customer_web-client'],
  },
  {
    what: "customers' tokens expire sooner",
    edit: environment(({ customer }) => {
      customer.tokens = { accessMinutes: 10, idMinutes: 10, refreshHours: 24 };
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_user_pool_client.customer_web-client'],
  },
  {
    what: 'customers need longer passwords',
    edit: environment(({ customer }) => {
      customer.password.minimumLength = 16;
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_user_pool.customer_pool'],
  },
  {
    what: 'users who are not signed in no longer get AWS credentials',
    edit: environment(({ customer }) => {
      delete customer.identityPool?.unauthenticated;
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_identity_pool.customer_identity_pool'],
  },
  {
    what: 'the AWS role of a staff group may do less',
    edit: environment(({ internal }) => {
      const statement = internal.identityPool?.roles[1]?.statements[0];
      if (statement) statement.actions = ['s3:GetObject'];
    }),
    stacks: ['internal'],
    touches: ['aws_iam_role_policy.internal_identity_rights-support'],
  },
  {
    what: 'staff sign-in can only start at the application, not at Okta',
    edit: environment(({ internal }) => {
      if (internal.okta.saml) internal.okta.saml.idpInitiated = false;
    }),
    stacks: ['internal'],
    touches: ['aws_cognito_identity_provider.internal_idp-okta-saml'],
  },
  {
    what: 'staff sign in again each working day',
    edit: environment(({ internal }) => {
      internal.tokens.refreshHours = 8;
    }),
    stacks: ['internal'],
    touches: ['aws_cognito_user_pool_client.internal_web-client'],
  },
  {
    what: 'another staff e-mail domain',
    edit: environment(({ internal }) => {
      internal.okta.domains.push('contractors.every.example');
    }),
    stacks: ['internal'],
    touches: [],
  },
  {
    what: 'a new scope that no service uses yet',
    edit: environment(({ machine }) => {
      machine.resourceServers[0]?.scopes.push({ name: 'refund', description: 'Refund payments' });
    }),
    stacks: ['machine'],
    touches: ['aws_cognito_resource_server.machine_server-payments'],
  },
  {
    what: 'a new resource server',
    edit: environment(({ machine }) => {
      machine.resourceServers.push({
        identifier: 'reports',
        name: 'Reports',
        scopes: [{ name: 'read', description: 'See reports' }],
      });
    }),
    stacks: ['machine'],
    touches: ['aws_cognito_resource_server.machine_server-reports'],
  },
  {
    what: 'service tokens expire sooner',
    edit: environment(({ machine }) => {
      machine.accessMinutes = 10;
    }),
    stacks: ['machine'],
    touches: ['aws_cognito_user_pool_client.machine_service-billing_client'],
  },
  {
    what: 'a service is suspended',
    edit: service('billing', (one) => {
      one.status = 'suspended';
    }),
    stacks: ['machine'],
    touches: ['aws_dynamodb_table_item.machine_service-billing_registry-item'],
  },
  {
    what: 'a service may do less',
    edit: service('billing', (one) => {
      one.allowedOps = ['payments:view'];
      one.scopes = ['payments/read'];
    }),
    stacks: ['machine'],
    touches: [
      'aws_cognito_user_pool_client.machine_service-billing_client',
      'aws_dynamodb_table_item.machine_service-billing_registry-item',
    ],
  },
  {
    what: 'a service gets a higher rate limit',
    edit: service('legacy-export', (one) => {
      one.rateLimit = 50;
    }),
    stacks: ['machine'],
    touches: ['aws_dynamodb_table_item.machine_service-legacy-export_registry-item'],
  },
  {
    what: 'a service is renamed and moves to another team',
    edit: service('legacy-export', (one) => {
      one.name = 'Export for the archive';
      one.owner = 'archive';
    }),
    stacks: ['machine'],
    touches: ['aws_dynamodb_table_item.machine_service-legacy-export_registry-item'],
  },
  {
    what: "a service's policy allows less",
    edit: policy(
      'service',
      'billing',
      'sandbox.cedar',
      `permit (principal, action == ${payments}::"exportPayments", resource == Payments::Account::"sandbox") when { context has token };\n`,
    ),
    stacks: ['machine'],
    touches: ['aws_verifiedpermissions_policy.machine_service-billing_policy-sandbox'],
  },
  {
    what: 'a new group for a tenant',
    edit: tenant('acme', (one) => {
      one.groups = [...one.groups, 'accountants'];
    }),
    stacks: ['cell-01'],
    touches: ['aws_cognito_user_group.acme_group-accountants'],
  },
  {
    what: "a tenant's groups in a different order",
    edit: tenant('globex', (one) => {
      one.groups.reverse();
    }),
    stacks: ['cell-01'],
    touches: [],
  },
  {
    what: 'a tenant is suspended',
    edit: tenant('acme', (one) => {
      one.status = 'suspended';
    }),
    stacks: ['cell-01'],
    touches: ['aws_dynamodb_table_item.acme_registry-item'],
  },
  {
    what: 'a tenant requires a second factor',
    edit: tenant('globex', (one) => {
      one.mfa = 'ON';
    }),
    stacks: ['cell-01'],
    touches: ['aws_cognito_user_pool.globex_pool'],
  },
  {
    what: 'a different colour for the sign-in page',
    edit: tenant('globex', (one) => {
      one.branding = { primaryColor: '#0e7490' };
    }),
    stacks: ['cell-01'],
    touches: ['aws_cognito_user_pool_ui_customization.globex_branding'],
  },
  {
    what: "a tenant's display name changes",
    edit: tenant('globex', (one) => {
      one.name = 'Globex International';
    }),
    stacks: ['cell-01'],
    touches: [],
  },
  {
    what: "a policy forbids a tenant's exports",
    edit: policy(
      'tenant',
      'acme',
      'no-exports.cedar',
      `forbid (principal, action == ${payments}::"exportPayments", resource == Payments::Tenant::"closed");\n`,
    ),
    stacks: ['cell-01'],
    touches: ['aws_verifiedpermissions_policy.acme_policy-no-exports'],
  },
  {
    what: 'a policy is rewritten without a change in meaning',
    edit: policy(
      'tenant',
      'acme',
      'operators-export.cedar',
      `// To try it out.\npermit (\n  principal in Payments::Group::"{user_pool_id}|operators",\n  action == ${payments}::"exportPayments",\n  resource == Payments::Tenant::"sandbox"\n);\n`,
    ),
    stacks: ['cell-01'],
    touches: ['aws_verifiedpermissions_policy.acme_policy-operators-export'],
  },
  {
    what: 'a new customer group with the AWS rights of another; it has no members',
    edit: environment(({ customer }) => {
      const [first] = customer.identityPool?.roles ?? [];
      if (first) customer.identityPool?.roles.push({ ...first, group: 'gold' });
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_user_group.customer_group-gold'],
  },
  {
    what: 'a new route to an existing backend',
    edit: environment(({ edge }) => {
      edge.routes.push({
        flow: 'machine',
        method: 'GET',
        path: '/services/ledgers/{ledger}',
        backend: 'payments',
        action: 'viewEntries',
        resource: { type: 'Ledger', id: { path: 'ledger' }, attributes: {} },
        context: {},
      });
    }),
    stacks: ['edge'],
    touches: ['aws_apigatewayv2_route.routes_get--services--ledgers---ledger'],
  },
  {
    what: 'a route is removed',
    edit: environment(({ edge }) => {
      edge.routes = edge.routes.filter(({ path }) => path !== '/staff/reports');
    }),
    stacks: ['edge'],
    touches: ['aws_apigatewayv2_route.routes_patch--staff--reports'],
  },
  {
    what: 'the edge accepts more calls per second',
    edit: environment(({ edge }) => {
      edge.throttling = { ratePerSecond: 500, burst: 1000 };
    }),
    stacks: ['edge'],
    touches: ['aws_apigatewayv2_stage.stage_stage'],
  },
  {
    what: 'the edge caches decisions for less time',
    edit: environment(({ edge }) => {
      edge.decisions.allowSeconds = 10;
    }),
    stacks: ['edge'],
    touches: ['aws_lambda_function.authorizer_decide_function'],
  },
  {
    what: 'another tag on everything',
    edit: environment(({ tags }) => {
      tags['data-class'] = 'personal';
    }),
    stacks: ['edge'],
    touches: ['aws_apigatewayv2_api.api'],
  },
  {
    what: 'replies to e-mails go to another mailbox',
    edit: environment(({ email }) => {
      for (const sender of Object.values(email)) if (sender) sender.replyTo = 'help@every.example';
    }),
    stacks: ['customer'],
    touches: ['aws_cognito_user_pool.customer_pool'],
  },
  {
    what: 'pipeline sessions end sooner',
    edit: environment(({ pipeline }) => {
      pipeline.sessionHours = 2;
    }),
    stacks: ['foundation'],
    touches: ['aws_iam_role.deploy_role'],
  },
  {
    what: 'logs are kept longer',
    edit: environment((one) => {
      one.logRetentionDays = 30;
    }),
    stacks: ['customer'],
    touches: ['aws_cloudwatch_log_group.hook_log-group'],
  },
];

/** Removals from configuration that are refused before anything is planned. The first represents all. */
export const refused: readonly Refused[] = [
  {
    what: "a tenant's file is removed",
    edit: withoutTenant('globex'),
    says: 'tenant globex is gone from cell-01',
  },
  {
    what: "a service's file is removed",
    edit: withoutService('legacy-export'),
    says: 'service legacy-export is gone from machine',
  },
  {
    what: "a tenant's id changes",
    edit: tenant('globex', (one) => {
      one.id = 'globex-corp';
    }),
    says: 'tenant globex is gone from cell-01',
  },
  {
    what: 'a tenant moves to another cell',
    edit: all(
      environment(({ cells }) => {
        cells['cell-02'] = { ...(cells['cell-01'] as (typeof cells)[string]) };
      }),
      tenant('globex', (one) => {
        one.cells = { 'eu-central-1': 'cell-02' };
      }),
    ),
    says: 'editing its file does not move a tenant',
  },
  {
    what: 'a cell is renamed',
    edit: all(
      environment((one) => {
        one.cells = { 'cell-02': one.cells['cell-01'] as (typeof one.cells)[string] };
      }),
      tenant('acme', (one) => {
        one.cells = { 'eu-central-1': 'cell-02' };
      }),
      tenant('globex', (one) => {
        one.cells = { 'eu-central-1': 'cell-02' };
      }),
    ),
    says: 'stack every-cells-a-eu-central-1-cell-01 is gone',
  },
  {
    what: 'the edge is removed',
    edit: environment((one) => {
      delete (one as Partial<typeof one>).edge;
    }),
    says: 'stack every-identity-eu-central-1-edge is gone',
  },
  {
    what: 'a flow is removed',
    edit: environment(({ accounts }) => {
      if (accounts.identity) accounts.identity.flows = ['customer', 'machine'];
    }),
    says: 'stack every-identity-eu-central-1-internal is gone',
  },
  {
    what: 'a different home region',
    edit: environment((one) => {
      one.regions = ['eu-west-1', 'eu-central-1'];
    }),
    says: 'the home region was eu-central-1',
  },
  {
    what: 'a different account under the same name',
    edit: environment(({ accounts }) => {
      if (accounts['cells-a']) accounts['cells-a'].id = '141414141414';
    }),
    says: 'account cells-a (131313131313) is gone',
  },
];
