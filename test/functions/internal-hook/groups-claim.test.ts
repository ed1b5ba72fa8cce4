import fc from 'fast-check';
import { groupsAttribute } from '../../../environments/names';
import { staffGroups } from '../../../functions/catalogue';
import { groupsClaim } from '../../../functions/internal-hook/groups-claim';
import { attributeText } from '../../../local/cognito/federation/attribute-mapping';
import { chooseRole } from '../../../local/cognito-identity/choose-role';
import { staffMapping } from '../../../stacks/constructs/identity-pool';

const claimOf = (text: string) => groupsClaim({ 'custom:groups': text })?.okta_groups;

test('the hook reads the attribute that environments map', () => {
  expect(staffGroups.attribute).toBe(groupsAttribute);
});

test.each([
  ['one value', 'support', '|support|'],
  ['several, as Cognito joins them', '[support,payments-admins]', '|payments-admins|support|'],
  ['several, with blanks', '[support, payments-admins]', '|payments-admins|support|'],
  ['one in brackets', '[support]', '|support|'],
  ['one twice', '[support,support]', '|support|'],
  ['names that no role can have', '[Domain+Users,a|b,support,x%7Cy]', '|support|'],
])('%s', (_, text, claim) => {
  expect(claimOf(text)).toBe(claim);
});

test.each([
  '',
  '[]',
  'Everyone',
  'x,payments-admins',
  'x, payments-admins',
  '|payments-admins|',
  '[|support|]',
])('%j names no group', (text) => {
  expect(claimOf(text)).toBeUndefined();
});

/** The role that a user with these Okta groups gets, through the rules that the stack creates. */
function roleOf(groups: unknown, named: readonly string[]) {
  const { mappingRule = [] } = staffMapping(new Map(named.map((name) => [name, { arn: name }])) as never) as {
    mappingRule?: { claim: string; matchType: string; value: string; roleArn: string }[];
  };
  const Rules = mappingRule.map(({ claim, matchType, value, roleArn }) => ({
    Claim: claim,
    MatchType: matchType as 'Contains',
    Value: value,
    RoleARN: roleArn,
  }));
  const text = attributeText(groups);
  const claims = {
    ...(text !== undefined && { 'custom:groups': text, ...groupsClaim({ 'custom:groups': text }) }),
  };
  return chooseRole(
    { Type: 'Rules', AmbiguousRoleResolution: 'Deny', RulesConfiguration: { Rules } },
    'everybody',
    claims,
  );
}

test('a longer name does not give anyone the role of a shorter one, or the reverse', () => {
  const named = ['payments-admins', 'admins'];
  expect(roleOf(['payments-admins-readonly'], named)).toEqual({ none: 'denied' });
  expect(roleOf(['my-payments-admins', 'adminsx'], named)).toEqual({ none: 'denied' });
  expect(roleOf(['payments-admins-readonly', 'payments-admins'], named)).toEqual({ role: 'payments-admins' });
  expect(roleOf('admins', named)).toEqual({ role: 'admins' });
});

test('whatever groups are called, exactly the members of a group get its role', () => {
  const slug = fc.stringMatching(/^[a-z][a-z0-9]{0,3}(-[a-z0-9]{1,3}){0,2}$/);
  const any = fc.oneof(slug, fc.string({ maxLength: 12 }), fc.constantFrom('a|b', 'a, b', '[a', 'a]', ','));
  fc.assert(
    fc.property(
      fc.array(any, { maxLength: 6 }),
      fc.uniqueArray(slug, { minLength: 1, maxLength: 4 }),
      (mine, named) => {
        const first = named.find((name) => mine.includes(name));
        expect(roleOf(mine, named)).toEqual(first ? { role: first } : { none: 'denied' });
      },
    ),
  );
});
