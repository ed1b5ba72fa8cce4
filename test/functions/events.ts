import type { Context } from 'aws-lambda';

/** What no log line and no error may ever hold: it stands in every event that the tests make. */
export const personal = {
  sub: '7d9c2f0e-5f43-4d0b-9d43-1c1f0f5d8a11',
  email: 'grace.hopper@example.com',
  phone: '+4915112345678',
  name: 'Grace Hopper',
};

/** A V2_0 event as Cognito sends it: `null` where it has nothing to say. */
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

/** The part of Lambda's context that hooks read. */
export const context = {
  awsRequestId: 'b6e1a5c8-0000-4000-8000-000000000001',
  functionName: 'dev-cell-01-hook',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:eu-central-1:111111111111:function:dev-cell-01-hook',
  memoryLimitInMB: '256',
} as Context;

type Tree = Record<string, unknown>;

/** The value at a dotted path, if it is there. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, key) => (inner as Tree | undefined)?.[key], value);

/** Puts a value at a dotted path whose parent is there. */
export function set(value: unknown, path: string, replacement: unknown): void {
  const cut = path.lastIndexOf('.');
  const parent = cut < 0 ? value : at(value, path.slice(0, cut));
  (parent as Tree)[path.slice(cut + 1)] = replacement;
}
