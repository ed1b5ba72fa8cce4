import type { Context } from 'aws-lambda';
import type { PostConfirmationEvent } from '../../functions/shared/events/post-confirmation';
import type { PreSignUpEvent } from '../../functions/shared/events/pre-sign-up';
import type { IdTokenEvent, MachineEvent } from '../../functions/shared/events/pre-token';

/** What no log line and no error may ever contain: it is in every event that the tests create. */
export const personal = {
  sub: '7d9c2f0e-5f43-4d0b-9d43-1c1f0f5d8a11',
  email: 'grace.hopper@example.com',
  phone: '+4915112345678',
  name: 'Grace Hopper',
};

/** A V2_0 event as Cognito sends it: `null` where it has no value. */
export function preTokenEvent(attributes: Record<string, string> = {}, groups: readonly string[] = []) {
  return {
    version: '2',
    triggerSource: 'TokenGeneration_Authentication',
    region: 'eu-central-1',
    userPoolId: 'eu-central-1_Acme01',
    userName: personal.email,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
    request: {
      userAttributes: {
        sub: personal.sub,
        'cognito:user_status': 'CONFIRMED',
        email: personal.email,
        phone_number: personal.phone,
        name: personal.name,
        ...attributes,
      } as Record<string, string>,
      groupConfiguration: {
        groupsToOverride: [...groups],
        iamRolesToOverride: [] as string[],
        preferredRole: null,
      },
      scopes: ['aws.cognito.signin.user.admin'],
    },
    response: { claimsAndScopeOverrideDetails: null as unknown },
  };
}

export const tenantEvent = () => preTokenEvent({ 'custom:tenant_id': 'acme' }, ['clerks']);

/** The attribute `identities` as Cognito writes it, for a user known to these providers. */
export const identities = (...known: readonly (readonly [providerName: string, userId: string])[]) =>
  JSON.stringify(
    known.map(([providerName, userId], index) => ({
      userId,
      providerName,
      providerType: providerName.endsWith('saml') ? 'SAML' : 'OIDC',
      issuer: null,
      primary: index === 0,
      dateCreated: 1_764_000_000_000,
    })),
  );

export const oktaUser = '00u1a2b3c4D5E6F7g8h9';
export const staffEvent = () =>
  preTokenEvent({ identities: identities(['okta-oidc', oktaUser]) }, ['eu-central-1_Acme01_okta-oidc']);

/** What all triggers' events have; version 1 except for pre-token-generation. */
const envelope = {
  version: '1',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_Acme01',
  userName: personal.email,
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
};

/** The event of a pool whose trigger is set to V1_0: it can change only the ID token. */
export const idTokenEvent = (): IdTokenEvent => ({
  ...envelope,
  triggerSource: 'TokenGeneration_Authentication',
  request: { userAttributes: { sub: personal.sub, email: personal.email }, groupConfiguration: {} },
  response: { claimsOverrideDetails: {} },
});

/** A V3_0 event for client credentials: there is no user in it. */
export const machineEvent = (clientId = '1example23456789'): MachineEvent => ({
  ...envelope,
  version: '3',
  triggerSource: 'TokenGeneration_ClientCredentials',
  userName: clientId,
  callerContext: { ...envelope.callerContext, clientId },
  request: { scopes: ['payments/read'] },
  response: { claimsAndScopeOverrideDetails: null },
});

/** Someone signs in with Google for the first time. */
export const preSignUpEvent = (attributes: Record<string, string> = {}): PreSignUpEvent => ({
  ...envelope,
  triggerSource: 'PreSignUp_ExternalProvider',
  userName: 'Google_104213371337133713371',
  callerContext: { ...envelope.callerContext, clientId: 'CLIENT_ID_NOT_APPLICABLE' },
  request: {
    userAttributes: { email: personal.email, email_verified: 'true', name: personal.name, ...attributes },
    validationData: {},
  },
  response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
});

/** A tenant's new user has just verified an e-mail address. */
export const postConfirmationEvent = (attributes: Record<string, string> = {}): PostConfirmationEvent => ({
  ...envelope,
  triggerSource: 'PostConfirmation_ConfirmSignUp',
  request: {
    userAttributes: {
      sub: personal.sub,
      email: personal.email,
      'cognito:user_status': 'CONFIRMED',
      'custom:tenant_id': 'acme',
      ...attributes,
    },
  },
  response: {},
});

/** The part of Lambda's context that functions read, of a call through a tenant's alias. */
export const contextOf = (alias?: string) =>
  ({
    awsRequestId: 'b6e1a5c8-0000-4000-8000-000000000001',
    functionName: 'dev-cell-01-hook',
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:eu-central-1:111111111111:function:dev-cell-01-hook${alias ? `:${alias}` : ''}`,
    memoryLimitInMB: '256',
  }) as Context;

export const context = contextOf('acme');

type Tree = Record<string, unknown>;

/** The value at a dotted path, if it exists. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Tree | undefined)?.[key], value);

/** Sets a value at a dotted path whose parent exists. */
export function set(value: unknown, path: string, replacement: unknown): void {
  const cut = path.lastIndexOf('.');
  const parent = cut < 0 ? value : at(value, path.slice(0, cut));
  (parent as Tree)[path.slice(cut + 1)] = replacement;
}
