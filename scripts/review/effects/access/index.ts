/** Access changes in a plan: rights and trust in IAM, resource policies, and Cedar. */
import type { EffectRule } from '../../planned';
import { cedarEffects } from './cedar';
import { federationEffects } from './federation';
import { functionRoleEffects } from './function-role';
import { identitySourceEffects } from './identity-source';
import { lambdaPermissionEffects } from './lambda-permissions';
import { resourcePolicyEffects } from './resource-policies';
import { rightsEffects } from './rights';
import { roleEffects } from './roles';

const rules: readonly EffectRule[] = [
  rightsEffects,
  roleEffects,
  federationEffects,
  functionRoleEffects,
  resourcePolicyEffects,
  lambdaPermissionEffects,
  cedarEffects,
  identitySourceEffects,
];

/** Effects of IAM, trust, resource policies, Lambda permissions and Cedar: docs/risk-access.md. */
export const accessEffects: EffectRule = (change, context) => rules.flatMap((rule) => rule(change, context));
