import { allow, type ServiceRights } from './document';
import { type Scope, taggingOurs } from './scope';

/** Policy stores: schema, policies, templates and identity source. */
export function verifiedPermissions(scope: Scope): ServiceRights {
  // Policy store ARNs have no region, and AWS generates their ids.
  const stores = [`arn:aws:verifiedpermissions::${scope.id}:policy-store/*`];
  return {
    read: [
      allow(
        'ReadPolicyStores',
        [
          'verifiedpermissions:GetIdentitySource',
          'verifiedpermissions:GetPolicy',
          'verifiedpermissions:GetPolicyStore',
          'verifiedpermissions:GetPolicyTemplate',
          'verifiedpermissions:GetSchema',
          'verifiedpermissions:ListIdentitySources',
          'verifiedpermissions:ListPolicies',
          'verifiedpermissions:ListPolicyTemplates',
          'verifiedpermissions:ListTagsForResource',
        ],
        stores,
      ),
    ],
    write: [
      // `*`: the store does not exist yet; it must be created with our tags.
      allow('CreatePolicyStores', ['verifiedpermissions:CreatePolicyStore'], ['*'], taggingOurs(scope)),
      // After a killed apply, adoption looks for what it created (docs/adoption.md). `*`: listing has no resource level.
      allow('FindPolicyStores', ['verifiedpermissions:ListPolicyStores'], ['*']),
      allow(
        'ChangePolicyStores',
        [
          'verifiedpermissions:CreateIdentitySource',
          'verifiedpermissions:CreatePolicy',
          'verifiedpermissions:CreatePolicyTemplate',
          'verifiedpermissions:DeleteIdentitySource',
          'verifiedpermissions:DeletePolicy',
          'verifiedpermissions:DeletePolicyStore',
          'verifiedpermissions:DeletePolicyTemplate',
          'verifiedpermissions:PutSchema',
          'verifiedpermissions:TagResource',
          'verifiedpermissions:UntagResource',
          'verifiedpermissions:UpdateIdentitySource',
          'verifiedpermissions:UpdatePolicy',
          'verifiedpermissions:UpdatePolicyStore',
          'verifiedpermissions:UpdatePolicyTemplate',
        ],
        stores,
      ),
    ],
  };
}
