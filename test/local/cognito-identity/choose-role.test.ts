import type { MappingRule, RoleMapping } from '@aws-sdk/client-cognito-identity';
import fc from 'fast-check';
import { chooseRole } from '../../../local/cognito-identity/choose-role';

const rule = (MatchType: MappingRule['MatchType'], Value: string, RoleARN = 'ruled'): MappingRule => ({
  Claim: 'groups',
  MatchType,
  Value,
  RoleARN,
});
const rules = (...Rules: MappingRule[]): RoleMapping => ({
  Type: 'Rules',
  AmbiguousRoleResolution: 'Deny',
  RulesConfiguration: { Rules },
});
const token: RoleMapping = { Type: 'Token', AmbiguousRoleResolution: 'Deny' };
const denied = { none: 'denied' };

test.each<[string, MappingRule['MatchType'], string, unknown, boolean]>([
  ['equal', 'Equals', 'staff', 'staff', true],
  ['not equal', 'Equals', 'staff', 'staffing', false],
  ['contained', 'Contains', 'aff', 'staff', true],
  ['contained in a list', 'Contains', 'staff', ['a', 'staff'], true],
  ['not contained', 'Contains', 'staff', ['a', 'b'], false],
  ['started with', 'StartsWith', 'st', 'staff', true],
  ['not started with', 'StartsWith', 'taff', 'staff', false],
  ['another', 'NotEqual', 'staff', 'guest', true],
  ['not another', 'NotEqual', 'staff', 'staff', false],
  ['a number', 'Equals', '7', 7, true],
  ['a list as one text', 'Equals', '[a, b]', ['a', 'b'], true],
])('a rule compares a claim that is %s', (_name, type, value, claim, holds) => {
  expect(chooseRole(rules(rule(type, value)), undefined, { groups: claim })).toEqual(
    holds ? { role: 'ruled' } : denied,
  );
});

test('the first matching rule decides, and a missing claim matches nothing', () => {
  const mapping = rules(rule('Contains', 'x', 'first'), rule('NotEqual', 'y', 'second'));
  expect(chooseRole(mapping, undefined, { groups: 'x' })).toEqual({ role: 'first' });
  expect(chooseRole(mapping, undefined, { groups: 'z' })).toEqual({ role: 'second' });
  expect(chooseRole(mapping, undefined, { other: 'x' })).toEqual(denied);
});

test('a token names its role: the preferred one, else the only one', () => {
  expect(
    chooseRole(token, undefined, { 'cognito:preferred_role': 'p', 'cognito:roles': ['a', 'p'] }),
  ).toEqual({
    role: 'p',
  });
  expect(chooseRole(token, undefined, { 'cognito:roles': ['a'] })).toEqual({ role: 'a' });
  expect(chooseRole(token, undefined, { 'cognito:roles': ['a', 'b'] })).toEqual(denied);
  expect(chooseRole(token, undefined, {})).toEqual(denied);
});

test('a user who gets no role from the mapping is denied, or gets the default role', () => {
  const kind: RoleMapping = { ...token, AmbiguousRoleResolution: 'AuthenticatedRole' };
  expect(chooseRole(kind, 'everybody', { 'cognito:roles': ['a', 'b'] })).toEqual({ role: 'everybody' });
  expect(chooseRole(kind, undefined, {})).toEqual({ none: 'unset' });
  expect(chooseRole(token, 'everybody', {})).toEqual(denied);
  expect(chooseRole(undefined, 'everybody', { 'cognito:preferred_role': 'p' })).toEqual({
    role: 'everybody',
  });
});

test('a caller may choose among the roles of the token, and no others', () => {
  const claims = { 'cognito:roles': ['a', 'b'], groups: 'x' };
  expect(chooseRole(token, undefined, claims, 'b')).toEqual({ role: 'b' });
  expect(chooseRole(token, 'everybody', claims, 'c')).toEqual(denied);
  expect(chooseRole(rules(rule('Equals', 'x')), undefined, claims, 'ruled')).toEqual(denied);
  expect(chooseRole(undefined, 'everybody', claims, 'a')).toEqual(denied);
});

test('a claim that is not a string is compared as JSON, and is not a role', () => {
  const odd = { toString: '' };
  const by = rules(rule('Equals', '{"toString":""}', 'ruled'));
  expect(chooseRole(by, undefined, { groups: odd })).toEqual({ role: 'ruled' });
  expect(chooseRole(token, undefined, { 'cognito:roles': [odd] })).toEqual(denied);
});

test('property: no claims lead to a role that neither the token, nor a rule, nor the pool names', () => {
  const claims = fc.dictionary(
    fc.constantFrom('groups', 'cognito:roles', 'cognito:preferred_role', '__proto__', 'constructor'),
    fc.oneof(fc.string(), fc.array(fc.string()), fc.jsonValue()),
  );
  const mapping = fc.constantFrom(
    undefined,
    token,
    rules(rule('Contains', 'a', 'ruled'), rule('NotEqual', 'b', 'other')),
  );
  fc.assert(
    fc.property(claims, mapping, fc.option(fc.string(), { nil: undefined }), (given, by, wanted) => {
      const choice = chooseRole(by, 'everybody', given, wanted);
      const named = [given['cognito:roles'], given['cognito:preferred_role']].flat();
      return 'none' in choice || ['ruled', 'other', 'everybody', ...named].includes(choice.role);
    }),
    { numRuns: 2000 },
  );
});
