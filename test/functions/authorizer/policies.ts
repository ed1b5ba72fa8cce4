import type { VerifiedPermissions } from '@aws-sdk/client-verifiedpermissions';
import { account, newPolicy, newStore } from '../../local/verified-permissions/harness';
import { region } from './stand-ins';

const string = { type: 'String', required: false };
const record = (attributes: object) => ({ type: 'Record', attributes });
const extension = (name: string) => ({ type: 'Extension', name, required: false });

const token = { ...record({ tenant_id: string, client_id: string }), required: false };
const context = record({
  source_ip: extension('ipaddr'),
  time: extension('datetime'),
  amount: { type: 'Long', required: false },
  purpose: string,
  token,
});
const appliesTo = { principalTypes: ['User'], resourceTypes: ['Payment'], context };
const attributes = { tenant_id: string, amount: { type: 'Long', required: false } };

const schema = JSON.stringify({
  Payments: {
    entityTypes: { Group: {}, User: { memberOfTypes: ['Group'] }, Payment: { shape: record(attributes) } },
    actions: { viewPayment: { appliesTo }, approvePayment: { appliesTo } },
  },
});

export const statements = {
  ofTheTenant: `permit(principal, action, resource) when {
    context has token && context.token has tenant_id && resource has tenant_id &&
    resource.tenant_id == context.token.tenant_id };`,
  everybody: 'permit(principal, action, resource);',
  notFromThere: `forbid(principal, action, resource) when {
    context has source_ip && context.source_ip.isInRange(ip("203.0.113.0/24")) };`,
  upToLimit: `forbid(principal, action == Payments::Action::"approvePayment", resource) unless {
    context has amount && context.amount <= 1000 };`,
  notAfter: `forbid(principal, action, resource) when {
    context has time && context.time >= datetime("2026-03-01T13:00:00Z") };`,
  overflowing: `forbid(principal, action, resource) when {
    context has amount && context.amount + 9223372036854775807 > 0 };`,
};
export type Statement = keyof typeof statements;

/** A store that accepts these clients of a pool, and the ids of its policies by their names. */
export async function storeOf(
  client: VerifiedPermissions,
  userPool: string,
  clientIds: string[],
  names: readonly Statement[],
) {
  const policyStoreId = await newStore(client, 'STRICT', schema);
  const ids: Partial<Record<Statement, string>> = {};
  for (const name of names) ids[name] = (await newPolicy(client, policyStoreId, statements[name])).policyId;
  await client.createIdentitySource({
    policyStoreId,
    principalEntityType: 'Payments::User',
    configuration: {
      cognitoUserPoolConfiguration: {
        userPoolArn: `arn:aws:cognito-idp:${region}:${account}:userpool/${userPool}`,
        clientIds,
        groupConfiguration: { groupEntityType: 'Payments::Group' },
      },
    },
  });
  return { policyStoreId, ids };
}
