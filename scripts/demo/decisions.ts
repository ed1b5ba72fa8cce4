import { fleetNamespace } from '../../stacks/policies/cedar';
import type { ClientConfig } from '../aws/credentials';
import type { DemoTenant } from './tenants';

/** An authorization request to the tenant's policy store, and the expected decision. */
export interface Question {
  words: string;
  action: string;
  /** Without the namespace. */
  resource: { type: string; id: string };
  expected: 'ALLOW' | 'DENY';
}

/** What an operator may and may not do according to the policies in `stacks/policies/tenant`. */
export const questions = (tenant: string): Question[] => [
  {
    words: 'an operator creates a payment from an account of the tenant',
    action: 'createPayment',
    resource: { type: 'Account', id: 'account-1' },
    expected: 'ALLOW',
  },
  {
    words: 'an operator exports all payments of the tenant',
    action: 'exportPayments',
    resource: { type: 'Tenant', id: tenant },
    expected: 'DENY',
  },
];

/** Asks with the user's access token as the principal. The resource belongs to the tenant. */
export async function decide(
  access: ClientConfig,
  tenant: DemoTenant,
  accessToken: string,
  question: Question,
): Promise<string> {
  const namespace = fleetNamespace();
  const { type, id } = question.resource;
  const resource = { entityType: `${namespace}::${type}`, entityId: id };
  const avp = await import('@aws-sdk/client-verifiedpermissions');
  const client = new avp.VerifiedPermissionsClient(access);
  const { decision } = await client.send(
    new avp.IsAuthorizedWithTokenCommand({
      policyStoreId: tenant.policyStoreId,
      accessToken,
      action: { actionType: `${namespace}::Action`, actionId: question.action },
      resource,
      entities: { entityList: [{ identifier: resource, attributes: { tenant_id: { string: tenant.id } } }] },
    }),
  );
  client.destroy();
  return decision ?? 'none';
}
