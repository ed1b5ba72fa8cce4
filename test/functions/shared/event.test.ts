import fc from 'fast-check';
import { Denied } from '../../../functions/shared/denied';
import { assertPreTokenEvent } from '../../../functions/shared/event';
import { preTokenEvent, set, tenantEvent } from '../events';

const pathOf = (event: unknown) => {
  try {
    assertPreTokenEvent(event);
    return undefined;
  } catch (error) {
    if (!(error instanceof Denied)) throw error;
    expect(error.reason).toBe('malformed-event');
    return error.detail.path;
  }
};

describe('the guard of events', () => {
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

  it('takes null and absence alike where Cognito has nothing to say', () => {
    const event = preTokenEvent();
    set(event, 'request.groupConfiguration', null);
    set(event, 'response', {});
    expect(pathOf(event)).toBeUndefined();
  });

  it('answers any JSON whatever with yes or Denied, never with another error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.object()), (event) => typeof pathOf(event) === 'string'),
      { numRuns: 10_000 },
    );
  });
});
