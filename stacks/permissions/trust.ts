import type { Environment } from '../../environments/schema';
import { policyDocument } from './document';
import type { Scope } from './scope';

/** Issuer without its scheme, as IAM writes it in provider ARNs and condition keys. */
const issuerName = ({ pipeline }: Environment) =>
  pipeline.issuer.replace(/^https:\/\//, '').replace(/\/$/, '');

const oidcProviderArn = ({ environment, id }: Scope) =>
  `arn:aws:iam::${id}:oidc-provider/${issuerName(environment)}`;

/**
 * Who may assume one of our roles: pipeline jobs with exactly these subjects, the account's
 * bootstrap role for operators, and the role itself, because Terraform assumes it a second time.
 */
export function trustDocument(scope: Scope, roleArn: string, subjects: readonly string[]): string {
  const issuer = issuerName(scope.environment);
  return policyDocument([
    {
      Sid: 'Pipeline',
      Effect: 'Allow',
      Principal: { Federated: oidcProviderArn(scope) },
      Action: ['sts:AssumeRoleWithWebIdentity'],
      Condition: {
        StringEquals: {
          [`${issuer}:aud`]: scope.environment.pipeline.audience,
          [`${issuer}:sub`]: subjects,
        },
      },
    },
    {
      // The principal is the account, and the roles are in a condition: IAM refuses principals that do
      // not exist yet, as the role itself does not when this is applied.
      Sid: 'OperatorsAndSelf',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${scope.id}:root` },
      Action: ['sts:AssumeRole'],
      Condition: { ArnEquals: { 'aws:PrincipalArn': [scope.bootstrapArn, roleArn] } },
    },
  ]);
}
