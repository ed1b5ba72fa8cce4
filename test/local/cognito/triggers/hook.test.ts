import fc from 'fast-check';
import { AwsError } from '../../../../local/aws-error';
import type { Pool } from '../../../../local/cognito/model';
import { hookError } from '../../../../local/cognito/triggers/hook';
import { groupConfiguration, hookEvent, sdkVersion } from '../../../../local/cognito/triggers/hook-event';
import { readResponse } from '../../../../local/cognito/triggers/hook-response';

const pool = { id: 'eu-west-1_Abc', region: 'eu-west-1', settings: {} } as unknown as Pool;
const facts = {
  version: 'V2_0',
  trigger: 'TokenGeneration_Authentication',
  pool,
  clientId: 'client',
  user: {
    username: 'ada',
    sub: 's',
    status: 'CONFIRMED',
    enabled: true,
    attributes: { sub: 's', email: 'ada@example.com', email_verified: 'true' },
  },
  groups: groupConfiguration([]),
  scopes: ['aws.cognito.signin.user.admin'],
  userAgent: '',
} as const;

describe('the event', () => {
  test('of version 1 has no scopes, and the older place for the response', () => {
    const event = hookEvent({ ...facts, version: 'V1_0', scopes: [...facts.scopes] });
    expect(event.version).toBe('1');
    expect(event.request).not.toHaveProperty('scopes');
    expect(event.response).toEqual({ claimsOverrideDetails: null });
    expect(event.request.userAttributes).toEqual({
      ...facts.user.attributes,
      'cognito:user_status': 'CONFIRMED',
    });
  });

  test('contains client metadata only if there is any', () => {
    const scopes = [...facts.scopes];
    expect(hookEvent({ ...facts, scopes }).request).not.toHaveProperty('clientMetadata');
    expect(hookEvent({ ...facts, scopes, clientMetadata: { a: 'b' } }).request.clientMetadata).toEqual({
      a: 'b',
    });
  });

  test('contains groups, their roles, and the role of the highest precedence unless two tie', () => {
    const group = (GroupName: string, Precedence: number, RoleArn?: string) => ({
      GroupName,
      Precedence,
      RoleArn,
    });
    expect(groupConfiguration([])).toEqual({
      groupsToOverride: [],
      iamRolesToOverride: [],
      preferredRole: null,
    });
    expect(groupConfiguration([group('a', 1), group('b', 2, 'rb'), group('c', 3, 'rc')])).toEqual({
      groupsToOverride: ['a', 'b', 'c'],
      iamRolesToOverride: ['rb', 'rc'],
      preferredRole: 'rb',
    });
    expect(groupConfiguration([group('b', 2, 'rb'), group('c', 2, 'rc')]).preferredRole).toBeNull();
    expect(groupConfiguration([group('b', 2, 'r'), group('c', 2, 'r')]).preferredRole).toBe('r');
  });

  test('names the SDK', () => {
    expect(sdkVersion('aws-sdk-js/3.1169.0 ua/2.1 os/linux')).toBe('aws-sdk-js-3.1169.0');
    expect(sdkVersion('curl/8')).toBe('aws-sdk-unknown-unknown');
  });
});

describe('the response', () => {
  const answer = (response: unknown) => ({
    ...JSON.parse(JSON.stringify(hookEvent({ ...facts, scopes: [...facts.scopes] }))),
    response,
  });
  const v2 = (details: unknown) => readResponse('V2_0', answer({ claimsAndScopeOverrideDetails: details }));

  test('unchanged means no change', () => {
    const nothing = v2(null);
    expect(nothing).toEqual(readResponse('V1_0', answer({ claimsOverrideDetails: null })));
    expect(nothing).not.toHaveProperty('groups');
    expect(readResponse('V2_0', answer({}))).toEqual(nothing);
  });

  test('version 2 accepts numbers, lists and objects; version 1 only strings', () => {
    const claims = { claimsToAddOrOverride: { n: 1, list: ['a', 2, true], object: { a: { b: null } } } };
    expect(v2({ accessTokenGeneration: claims }).access.add).toEqual(claims.claimsToAddOrOverride);
    expect(() => readResponse('V1_0', answer({ claimsOverrideDetails: claims }))).toThrow(
      'Unrecognizable lambda output',
    );
  });

  test('groups stay if left out, and are removed if empty or null', () => {
    const none = { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null };
    expect(v2({}).groups).toBeUndefined();
    expect(v2({ groupOverrideDetails: {} }).groups).toEqual(none);
    expect(v2({ groupOverrideDetails: null }).groups).toEqual(none);
  });

  test.each([
    ['a scope with a blank', { accessTokenGeneration: { scopesToAdd: ['a b'] } }],
    ['claims to suppress that are not a list', { idTokenGeneration: { claimsToSuppress: 'email' } }],
    ['groups that are not a list', { groupOverrideDetails: { groupsToOverride: 'a' } }],
    [
      'more than 5,000 claims and scopes together',
      {
        idTokenGeneration: {
          claimsToAddOrOverride: Object.fromEntries(Array.from({ length: 2500 }, (_, i) => [i, 'x'])),
        },
        accessTokenGeneration: { scopesToAdd: Array.from({ length: 2501 }, (_, i) => `s${i}`) },
      },
    ],
    [
      'more than 5,000 claims',
      {
        idTokenGeneration: {
          claimsToAddOrOverride: Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [i, 'x'])),
        },
      },
    ],
  ])('%s cannot be read', (_, details) => {
    expect(() => v2(details)).toThrow('Unrecognizable lambda output');
  });

  test('anything is either accepted, or refused as Cognito refuses it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom('V1_0', 'V2_0', 'V3_0'), (payload, version) => {
        try {
          readResponse(version, payload);
        } catch (error) {
          expect((error as AwsError).type).toBe('InvalidLambdaResponseException');
        }
      }),
    );
    for (const payload of [undefined, null, 'text', [], { response: {} }])
      expect(() => readResponse('V2_0', payload)).toThrow(AwsError);
    // The whole event must come back.
    const whole = answer({ claimsAndScopeOverrideDetails: null }) as Record<string, unknown>;
    expect(() => readResponse('V2_0', whole)).not.toThrow();
    for (const part of ['version', 'triggerSource', 'region', 'userPoolId', 'callerContext', 'request'])
      for (const version of ['V1_0', 'V2_0', 'V3_0'] as const)
        expect(() => readResponse(version, { ...whole, [part]: undefined })).toThrow(AwsError);
  });
});

test.each([
  [
    { errorType: 'Error', errorMessage: 'no tenant' },
    'UserLambdaValidationException',
    'PreTokenGeneration failed with error no tenant.',
  ],
  [
    { errorType: 'Sandbox.Timedout', errorMessage: 'x', timedOut: true },
    'UnexpectedLambdaException',
    /Socket timeout/,
  ],
  [
    { errorType: 'AccessDeniedException', errorMessage: 'x', refused: true },
    'UnexpectedLambdaException',
    /AccessDeniedException/,
  ],
  [{ errorType: 'AccessDeniedException', errorMessage: 'table' }, 'UserLambdaValidationException', /table/],
])('%j becomes %s', (result, type, message) => {
  const error = hookError({ ok: false, ...result });
  expect(error.type).toBe(type);
  expect(error.message).toMatch(message);
});
