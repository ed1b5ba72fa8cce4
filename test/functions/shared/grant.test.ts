import fc from 'fast-check';
import { preTokenEvent as read } from '../../../functions/shared/events/pre-token';
import { grant } from '../../../functions/shared/grant';
import { isReserved } from '../../../functions/shared/reserved-claims';
import { at, machineEvent, set, tenantEvent } from '../events';

function eventWith(details: unknown) {
  const event = tenantEvent();
  set(event, 'response.claimsAndScopeOverrideDetails', details);
  return read(event, 'V2_0');
}

const answerOf = (details: unknown, claims: Record<string, string>) =>
  at(grant(eventWith(details), claims), 'response.claimsAndScopeOverrideDetails');

describe('granting claims', () => {
  it('changes nothing but the response, and leaves the incoming event alone', () => {
    const event = eventWith(null);
    const before = structuredClone(event);
    const { response, ...rest } = grant(event, { tenant_id: 'acme' });
    expect(event).toEqual(before);
    expect({ ...rest, response: before.response }).toEqual(before);
    expect(response.claimsAndScopeOverrideDetails).not.toHaveProperty('idTokenGeneration');
  });

  it('returns the groups, since Cognito would otherwise drop them', () => {
    expect(answerOf(null, {})).toHaveProperty('groupOverrideDetails.groupsToOverride', ['clerks']);
    expect(answerOf({ groupOverrideDetails: { groupsToOverride: ['other'] } }, {})).toHaveProperty(
      'groupOverrideDetails.groupsToOverride',
      ['other'],
    );
  });

  it('says nothing about groups if the event does not', () => {
    const event = eventWith(null);
    set(event, 'request.groupConfiguration', null);
    expect(at(grant(event, {}), 'response.claimsAndScopeOverrideDetails')).not.toHaveProperty(
      'groupOverrideDetails',
    );
  });

  it('has no groups to return for a machine, and accepts numbers and lists', () => {
    const claims = { allowed_ops: ['payments:view'], rate_limit: 50 };
    expect(grant(read(machineEvent(), 'V3_0'), claims).response).toEqual({
      claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride: claims } },
    });
  });

  it('keeps whatever the response had, for either token', () => {
    const name = fc.stringMatching(/^[a-z][a-z_]{0,11}$/).filter((claim) => claim !== 'tenant_id');
    const part = fc.record(
      {
        claimsToAddOrOverride: fc.dictionary(name, fc.string()),
        claimsToSuppress: fc.array(name),
        scopesToAdd: fc.array(name),
      },
      { requiredKeys: [] },
    );
    const held = fc.record({ idTokenGeneration: part, accessTokenGeneration: part }, { requiredKeys: [] });
    fc.assert(
      fc.property(held, (details) => {
        const access = details.accessTokenGeneration;
        expect(answerOf(details, { tenant_id: 'acme' })).toEqual({
          ...details,
          groupOverrideDetails: tenantEvent().request.groupConfiguration,
          accessTokenGeneration: {
            ...access,
            claimsToAddOrOverride: { ...access?.claimsToAddOrOverride, tenant_id: 'acme' },
          },
        });
      }),
    );
  });

  // The developer guide's whole table ("Pre token generation Lambda trigger", claims and scopes reference), and `aud`.
  it.each([
    'acr',
    'amr',
    'at_hash',
    'aud',
    'auth_time',
    'azp',
    'client_id',
    'device_key',
    'event_id',
    'exp',
    'iat',
    'identities',
    'iss',
    'jti',
    'nbf',
    'nonce',
    'origin_jti',
    'scope',
    'sub',
    'token_use',
    'username',
    'version',
    'cognito:groups',
    'cognito:x',
    'dev:x',
  ])('never overrides the reserved claim %s', (claim) => {
    expect(isReserved(claim)).toBe(true);
    expect(() => grant(eventWith(null), { tenant_id: 'acme', [claim]: 'x' })).toThrow(
      expect.objectContaining({ reason: 'reserved-claim', detail: { claims: [claim] } }),
    );
  });

  it.each(['tenant_id', 'roles', 'customer_id', 'department', 'custom:x', 'devices', 'x_dev:y'])(
    'may set %s',
    (claim) => {
      expect(isReserved(claim)).toBe(false);
    },
  );
});
