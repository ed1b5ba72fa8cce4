import { accountId } from '../../environments/names';
import type { Target } from '../fleet-stack';
import { allow, type Statement } from './document';
import { arn, hasCells, type Scope, taggedOurs } from './scope';

const providerActions = [
  'cognito-idp:CreateIdentityProvider',
  'cognito-idp:DeleteIdentityProvider',
  'cognito-idp:DescribeIdentityProvider',
  'cognito-idp:UpdateIdentityProvider',
];

/** Identity providers of these pools, secrets included: only for the function that manages them. */
export const manageProviders = (
  pools: readonly string[],
  condition?: Parameters<typeof allow>[3],
): Statement => allow('ManageProviders', providerActions, pools, condition);

/** The same for every pool that a stack has created in its region, by the stack's tags. */
export function manageProvidersOfStack(target: Target, stack: string): Statement {
  const { environment, account, region } = target;
  const { StringEquals } = taggedOurs(target);
  return manageProviders([`arn:aws:cognito-idp:${region}:${accountId(environment, account)}:userpool/*`], {
    StringEquals: { ...StringEquals, 'aws:ResourceTag/stack': stack },
  });
}

const hasFlow = ({ environment, account }: Scope, flow: 'customer' | 'internal') =>
  environment.accounts[account]?.flows.includes(flow) ?? false;

/** Whether a pool of the account may have a provider with a secret, managed only by the function. */
const withSecret = (scope: Scope): boolean => {
  const { customer, internal } = scope.environment;
  const social = Object.values(customer.socialProviders ?? {}).some((provider) => provider !== undefined);
  return (
    hasCells(scope) ||
    (hasFlow(scope, 'customer') && social) ||
    (hasFlow(scope, 'internal') && internal?.okta.oidc !== undefined)
  );
};

/** Whether a pool of the account may have a SAML provider, which has no secret and is managed by Terraform. */
export const withoutSecret = (scope: Scope): boolean =>
  hasCells(scope) || (hasFlow(scope, 'internal') && scope.environment.internal?.okta.saml !== undefined);

/** The most that the function may do, if the account may have it. */
export const providerCeiling = (scope: Scope): Statement[] =>
  withSecret(scope) ? [manageProviders([arn(scope, 'cognito-idp', 'userpool/*')], taggedOurs(scope))] : [];

/**
 * Invoking that function. Terraform names the version, `$LATEST`, so the right covers the function with and without
 * it (Lambda developer guide, "Fine-tuning the Resources and Conditions sections of policies").
 */
export function callProviderFunctions(scope: Scope): Statement[] {
  if (!withSecret(scope)) return [];
  const called = arn(scope, 'lambda', `function:${scope.environment.name}-*-identity-provider`);
  return [allow('ManageProviders', ['lambda:InvokeFunction'], [called, `${called}:$LATEST`])];
}
