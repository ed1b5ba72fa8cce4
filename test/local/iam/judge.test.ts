import fc from 'fast-check';
import { judge } from '../../../local/iam/judge';
import type { PolicyDocument, Statement } from '../../../local/iam/policy';

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html

const arn = 'arn:aws:iam::111111111111:role/deploy';
const caller = {
  account: '111111111111',
  role: { arn, sessionArn: 'arn:aws:sts::111111111111:assumed-role/deploy/s' },
};
const policy = (Effect: 'Allow' | 'Deny', Action: string, more: Partial<Statement> = {}): PolicyDocument => ({
  Statement: { Effect, Action, Resource: '*', ...more },
});
const allow = policy('Allow', 's3:GetObject');
const deny = policy('Deny', 's3:GetObject');
const other = policy('Allow', 's3:PutObject');
const forRole = policy('Allow', 's3:GetObject', { Principal: { AWS: arn } });
const forAccount = policy('Allow', 's3:GetObject', { Principal: { AWS: 'arn:aws:iam::111111111111:root' } });

interface Policies {
  own?: PolicyDocument[];
  boundary?: PolicyDocument;
  session?: PolicyDocument[];
  resource?: PolicyDocument;
}
const why = ({ own = [], boundary, session, resource }: Policies, action = 's3:GetObject') =>
  judge(
    { ...caller, ...(session && { sessionPolicies: session }) },
    { policies: own, ...(boundary && { boundary }) },
    { action, resource: 'arn:aws:s3:::b/k', context: {}, policy: resource },
  );

test.each<[string, Policies, RegExp | undefined]>([
  ['nothing', {}, /because no identity-based policy/],
  ['a policy of its own', { own: [allow] }, undefined],
  ['a policy about another action', { own: [other] }, /because no identity-based policy/],
  ['an Allow and a Deny', { own: [allow, deny] }, /explicit deny in an identity-based policy/],
  ['a boundary that allows it', { own: [allow], boundary: allow }, undefined],
  ['a boundary that does not mean it', { own: [allow], boundary: other }, /because no permissions boundary/],
  ['a boundary alone', { boundary: allow }, /because no identity-based policy/],
  ['a boundary that denies it', { own: [allow], boundary: deny }, /explicit deny in a permissions boundary/],
  ['a session policy that allows it', { own: [allow], session: [allow] }, undefined],
  ['a session policy that does not mean it', { own: [allow], session: [other] }, /because no session policy/],
  ['no session policy that could be read', { own: [allow], session: [] }, /because no session policy/],
  ['a session policy that denies it', { own: [allow], session: [deny] }, /explicit deny in a session policy/],
  ['the resource letting the role in', { resource: forRole }, undefined],
  ['the resource letting the account in', { resource: forAccount }, /because no identity-based policy/],
  ['the resource letting the account in, and a policy', { own: [allow], resource: forAccount }, undefined],
  [
    'the resource denying it to all',
    { own: [allow], resource: policy('Deny', 's3:*', { Principal: '*' }) },
    /explicit deny in a resource-based policy/,
  ],
  [
    'the resource letting the role in, under a boundary',
    { resource: forRole, boundary: other },
    /no permissions boundary/,
  ],
])('with %s', (_what, policies, refusal) => {
  if (refusal) expect(why(policies)).toMatch(refusal);
  else expect(why(policies)).toBeUndefined();
});

test("for a key, the key's own policy decides", () => {
  const use = policy('Allow', 'kms:Decrypt');
  const key = (Principal: Statement['Principal'], Action = 'kms:*') =>
    policy('Allow', Action, Principal === undefined ? {} : { Principal });
  const root = { AWS: 'arn:aws:iam::111111111111:root' };
  expect(why({ own: [use], resource: key(root, 'kms:Describe*') }, 'kms:Decrypt')).toMatch(
    /no resource-based policy/,
  );
  expect(why({ own: [use], resource: key(root) }, 'kms:Decrypt')).toBeUndefined();
  expect(why({ own: [], resource: key(root) }, 'kms:Decrypt')).toMatch(/no identity-based policy/);
  expect(why({ own: [], resource: key({ AWS: arn }) }, 'kms:Decrypt')).toBeUndefined();
});

test('property: a Deny anywhere refuses, and without any Allow nothing is allowed', () => {
  const some = fc.subarray([allow, other, forRole, forAccount]);
  fc.assert(
    fc.property(some, fc.constantFrom('own', 'boundary', 'session', 'resource'), (own, place) => {
      const denying = {
        own: { own: [...own, deny] },
        boundary: { own, boundary: deny },
        session: { own, session: [allow, deny] },
        resource: { own, resource: policy('Deny', 's3:*', { Principal: '*' }) },
      }[place];
      expect(why(denying)).toMatch(/explicit deny/);
      expect(why({ own: own.filter((one) => one === other) })).toBeDefined();
    }),
  );
});
