import fc from 'fast-check';
import { Denied } from '../../../functions/shared/denied';
import { preTokenEvent as read } from '../../../functions/shared/events/pre-token';
import { idTokenEvent, machineEvent, preTokenEvent, set, tenantEvent } from '../events';

const pathOf = (event: unknown, version: 'V2_0' | 'V3_0' = 'V2_0') => {
  try {
    read(event, version);
    return undefined;
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    expect(error.reason).toBe('malformed-event');
    return error.detail.path;
  }
};

describe('the guard of V2_0 events', () => {
  it.each([
    'TokenGeneration_HostedAuth',
    'TokenGeneration_Authentication',
    'TokenGeneration_NewPasswordChallenge',
    'TokenGeneration_AuthenticateDevice',
    'TokenGeneration_RefreshTokens',
  ])('lets %s through', (triggerSource) => {
    expect(pathOf({ ...tenantEvent(), triggerSource })).toBeUndefined();
  });

  it.each<[path: string, value: unknown]>([
    ['version', '1'],
    ['version', '3'],
    ['version', 2],
    ['triggerSource', 'TokenGeneration_ClientCredentials'],
    ['triggerSource', 'PreSignUp_SignUp'],
    ['triggerSource', 'toString'],
    ['triggerSource', undefined],
    ['userPoolId', ''],
    ['userPoolId', undefined],
    ['callerContext', null],
    ['callerContext.clientId', 7],
    ['request', []],
    ['request.userAttributes', 'sub'],
    ['request.userAttributes', { sub: 'u1', email: 5 }],
    ['request.userAttributes.sub', ''],
    ['request.groupConfiguration', 'admins'],
    ['request.groupConfiguration.groupsToOverride', 'admins'],
    ['request.groupConfiguration.groupsToOverride', [1]],
    ['response', null],
    ['response.claimsAndScopeOverrideDetails', []],
    ['response.claimsAndScopeOverrideDetails', { groupOverrideDetails: [] }],
    ['response.claimsAndScopeOverrideDetails', { accessTokenGeneration: 'x' }],
    ['response.claimsAndScopeOverrideDetails', { accessTokenGeneration: { claimsToAddOrOverride: [] } }],
  ])('names the place, not the value: %s = %j', (path, value) => {
    const event = tenantEvent();
    set(event, path, value);
    expect(pathOf(event)).toMatch(new RegExp(`^${path}`));
  });

  it.each([[null], [undefined], ['event'], [3], [[]]])('refuses %j for an event', (event) => {
    expect(pathOf(event)).toBe('event');
  });

  it('treats null and absence alike where Cognito has no value', () => {
    const event = preTokenEvent();
    set(event, 'request.groupConfiguration', null);
    set(event, 'response', {});
    expect(pathOf(event)).toBeUndefined();
  });
});

describe('the guard of V3_0 events', () => {
  it('lets client-credentials through, with or without scopes', () => {
    expect(pathOf(machineEvent(), 'V3_0')).toBeUndefined();
    expect(pathOf({ ...machineEvent(), request: {} }, 'V3_0')).toBeUndefined();
  });

  it.each([
    'TokenGeneration_HostedAuth',
    'TokenGeneration_Authentication',
    'TokenGeneration_RefreshTokens',
    'PreSignUp_SignUp',
    'toString',
  ])('refuses %s: machines do not sign in like that', (triggerSource) => {
    expect(pathOf({ ...machineEvent(), triggerSource }, 'V3_0')).toBe('triggerSource');
  });

  it.each<[path: string, value: unknown]>([
    ['version', '2'],
    ['userPoolId', ''],
    ['callerContext.clientId', ''],
    ['request', null],
    ['request.scopes', 'payments/read'],
    ['request.scopes', [1]],
    ['response', undefined],
    ['response.claimsAndScopeOverrideDetails', 'x'],
  ])('names the place, not the value: %s = %j', (path, value) => {
    const event = machineEvent();
    set(event, path, value);
    expect(pathOf(event, 'V3_0')).toBe(path);
  });
});

it('a pool with a trigger of another version is detected by the version', () => {
  expect(pathOf(idTokenEvent(), 'V2_0')).toBe('version');
  expect(pathOf(idTokenEvent(), 'V3_0')).toBe('version');
  expect(pathOf(machineEvent(), 'V2_0')).toBe('version');
  expect(pathOf(tenantEvent(), 'V3_0')).toBe('version');
});

it.each(['V2_0', 'V3_0'] as const)(
  'the guard of %s answers any JSON with yes or Denied, never with another error',
  (version) => {
    fc.assert(
      fc.property(
        fc.oneof(fc.jsonValue(), fc.object()),
        (event) => typeof pathOf(event, version) === 'string',
      ),
      { numRuns: 10_000 },
    );
  },
);
