import { allow, type ServiceRights } from './document';
import { type Scope, taggingOurs } from './scope';

/** Policy stores: schema, policies, templates and identity source. */
export function verifiedPermissions(scope: Scope): ServiceRights {
  // Policy store ARNs have no region, and their ids are made up by AWS.
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
      // `*`: there is no store yet; it must be born with our tags.
      allow('CreatePolicyStores', ['verifiedpermissions:CreatePolicyStore'], ['*'], taggingOurs(scope)),
      // After an apply that was killed, what it made is looked for (docs/adoption.md). `*`: listing knows no resource.
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
