import type { Rules } from '../rules';
import { group } from './groups';
import { identityPool } from './pool';
import { rolesAttachment, sessionTags } from './roles';

/** AWS credentials for users, and the groups that lead to them. */
export const identityPoolRules: Rules = {
  aws_cognito_identity_pool: [identityPool],
  aws_cognito_identity_pool_provider_principal_tag: [sessionTags],
  aws_cognito_identity_pool_roles_attachment: rolesAttachment,
  aws_cognito_user_group: [group],
};
