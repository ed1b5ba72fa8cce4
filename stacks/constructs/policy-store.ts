import type { CognitoUserPool } from '@cdktf/provider-aws/lib/cognito-user-pool';
import type { CognitoUserPoolClient } from '@cdktf/provider-aws/lib/cognito-user-pool-client';
import { VerifiedpermissionsIdentitySource } from '@cdktf/provider-aws/lib/verifiedpermissions-identity-source';
import { VerifiedpermissionsPolicy } from '@cdktf/provider-aws/lib/verifiedpermissions-policy';
import { VerifiedpermissionsPolicyStore } from '@cdktf/provider-aws/lib/verifiedpermissions-policy-store';
import { VerifiedpermissionsPolicyTemplate } from '@cdktf/provider-aws/lib/verifiedpermissions-policy-template';
import { VerifiedpermissionsSchema } from '@cdktf/provider-aws/lib/verifiedpermissions-schema';
import type { Construct } from 'constructs';
import { type StoreContent, withPool } from '../policies/cedar';
import { contentHash } from '../policies/content-hash';
import { namespaceOf } from '../policies/namespace';
import type { Protections } from '../protection';

export interface PolicyStoreProps {
  /** At most 150 characters. */
  description: string;
  content: StoreContent;
  /** The identity source: its tokens name the principals. */
  pool: CognitoUserPool;
  /** Only tokens of these clients are accepted. */
  clients: readonly CognitoUserPoolClient[];
  /** Type of principal: users, who are in the pool's groups, or services, which are in none. */
  principal?: 'User' | 'Service';
  protections: Protections;
  tags?: Record<string, string>;
}

export interface PolicyStore {
  store: VerifiedpermissionsPolicyStore;
  /** Created last: once it exists, the store can decide. */
  identitySource: VerifiedpermissionsIdentitySource;
  /** The store's attributes in the registries, with its content's hash for comparison. */
  entry: { policy_store_id: string; policy_content: string };
}

/** No Cognito client has this id. An empty list would accept tokens of every client of the pool. */
const nobody = 'no-client';

/**
 * A policy store in strict mode, at `<scope>_store`, with its schema, templates, policies and identity source,
 * created in that order (terraform-provider-aws#38418).
 *
 * `prevent_destroy` is its only protection: Verified Permissions has deletion protection, but
 * version 5.100.0 of the provider cannot set it.
 */
export function policyStore(scope: Construct, props: PolicyStoreProps): PolicyStore {
  const { description, content, pool, clients, principal = 'User', protections, tags } = props;
  const store = new VerifiedpermissionsPolicyStore(scope, 'store', {
    description,
    tags,
    validationSettings: [{ mode: 'STRICT' }],
    lifecycle: { preventDestroy: protections.preventDestroy },
  });
  const policyStoreId = store.id;
  const schema = new VerifiedpermissionsSchema(scope, 'schema', {
    policyStoreId,
    definition: { value: content.schema },
  });
  const templates = content.templates.map(
    (template) =>
      new VerifiedpermissionsPolicyTemplate(scope, `template-${template.name}`, {
        policyStoreId,
        description: `${template.name}.template.cedar`,
        statement: withPool(template, pool.id),
        dependsOn: [schema],
      }),
  );
  const policies = content.policies.map(
    (policy) =>
      new VerifiedpermissionsPolicy(scope, `policy-${policy.name}`, {
        policyStoreId,
        definition: [
          { static: [{ description: `${policy.name}.cedar`, statement: withPool(policy, pool.id) }] },
        ],
        dependsOn: [schema, ...templates],
      }),
  );
  const namespace = namespaceOf(content.schema);
  const identitySource = new VerifiedpermissionsIdentitySource(scope, 'identity-source', {
    policyStoreId,
    principalEntityType: `${namespace}::${principal}`,
    configuration: [
      {
        cognitoUserPoolConfiguration: [
          {
            userPoolArn: pool.arn,
            clientIds: clients.length > 0 ? clients.map(({ id }) => id) : [nobody],
            groupConfiguration:
              principal === 'User' ? [{ groupEntityType: `${namespace}::Group` }] : undefined,
          },
        ],
      },
    ],
    dependsOn: policies,
  });
  return {
    store,
    identitySource,
    entry: { policy_store_id: store.id, policy_content: contentHash(content) },
  };
}
