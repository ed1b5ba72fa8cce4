// biome-ignore-all lint/suspicious/noTemplateCurlyInString: IAM's policy variables look like that.
import fc from 'fast-check';
import { growthText } from '../../../../../scripts/review/effects/access/describe';
import { grows } from '../../../../../scripts/review/effects/access/grows';
import { statementCovers } from '../../../../../scripts/review/effects/access/statements';
import { statementsOf } from '../../../../../scripts/review/iam-document';
import type { Json } from '../../../../../scripts/review/model';
import { document } from './plan';

const allow = (Action: Json, Resource: Json, Condition?: Json): Json => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(Condition !== undefined && { Condition }),
});
const deny = (Action: Json, Resource: Json, Condition?: Json): Json => ({
  ...(allow(Action, Resource, Condition) as object),
  Effect: 'Deny',
});
const trust = (Principal: Json, Condition?: Json): Json => ({
  Effect: 'Allow',
  Principal,
  Action: 'sts:AssumeRole',
  ...(Condition !== undefined && { Condition }),
});
const not = (members: Record<string, Json>): Json => ({ Effect: 'Allow', Action: 's3:*', ...members });

const said = (before: Json[], after: Json[], others = true) =>
  growthText(grows(statementsOf(document(...before)), statementsOf(document(...after)), { others }));

const table = 'arn:aws:dynamodb:eu-central-1:101010101010:table/users';
const ours = 'arn:aws:iam::101010101010:role/app';

test.each<[string, Json[], Json[]]>([
  ['the same', [allow('s3:GetObject', '*')], [allow('s3:GetObject', '*')]],
  [
    'statements in another order',
    [allow('a:B', '*'), allow('c:D', '*')],
    [allow('c:D', '*'), allow('a:B', '*')],
  ],
  ['a list in place of a text', [allow('a:B', '*')], [allow(['a:B'], ['*'])]],
  ['actions in another order', [allow(['a:B', 'a:C'], '*')], [allow(['a:C', 'a:B'], '*')]],
  ['a statement in two', [allow(['a:B', 'a:C'], '*')], [allow('a:B', '*'), allow('a:C', '*')]],
  ['two statements in one', [allow('a:B', '*'), allow('a:C', '*')], [allow(['a:B', 'a:C'], '*')]],
  ['resources in two', [allow('a:B', ['x', 'y'])], [allow('a:B', 'x'), allow('a:B', 'y')]],
  ['another case of an action', [allow('s3:getobject', '*')], [allow('S3:GetObject', '*')]],
  ['what a wildcard of actions meant already', [allow('s3:Get*', '*')], [allow('s3:GetObject', '*')]],
  ['what "?" meant already', [allow('s3:GetObjec?', '*')], [allow('s3:GetObject', '*')]],
  ['wildcards written differently', [allow('s3:Get*?', '*')], [allow('s3:Get?*', '*')]],
  [
    'what a wildcard of resources meant already',
    [allow('dynamodb:GetItem', 'arn:aws:dynamodb:*:101010101010:table/*')],
    [allow('dynamodb:GetItem', table)],
  ],
  ['an action less', [allow(['a:B', 'a:C'], '*')], [allow('a:B', '*')]],
  ['a statement less', [allow('a:B', '*'), allow('c:D', '*')], [allow('a:B', '*')]],
  ['a Deny more', [allow('a:B', '*')], [allow('a:B', '*'), deny('a:B', 'x')]],
  ['a Deny of more', [allow('*', '*'), deny('a:B', 'x')], [allow('*', '*'), deny('a:*', '*')]],
  ['an Allow that is denied', [], [allow('a:B', 'x'), deny('a:*', '*')]],
  [
    'a condition more',
    [allow('a:B', '*')],
    [allow('a:B', '*', { StringEquals: { 'aws:SourceAccount': '1' } })],
  ],
  [
    'a value less',
    [allow('a:B', '*', { StringEquals: { k: ['x', 'y'] } })],
    [allow('a:B', '*', { StringEquals: { k: 'y' } })],
  ],
  [
    'a value in place of a pattern of it',
    [allow('a:B', '*', { StringLike: { k: 'x*' } })],
    [allow('a:B', '*', { StringEquals: { K: 'xy' } })],
  ],
  [
    'a value more that is shut out',
    [allow('a:B', '*', { StringNotEquals: { k: 'x' } })],
    [allow('a:B', '*', { StringNotEquals: { k: ['x', 'y'] } })],
  ],
  [
    'a key that must now be there',
    [allow('a:B', '*', { StringEqualsIfExists: { k: 'x' } })],
    [allow('a:B', '*', { StringEquals: { k: 'x' } })],
  ],
  [
    'a shorter time',
    [allow('a:B', '*', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } })],
    [allow('a:B', '*', { NumericLessThan: { 'aws:MultiFactorAuthAge': '900' } })],
  ],
  ['all but more', [not({ NotResource: 'x' })], [not({ NotResource: ['x', 'y'] })]],
  ['one of all but another', [not({ NotResource: 'x' })], [not({ Resource: 'y' })]],
  [
    'the account’s id for its root',
    [trust({ AWS: '111111111111' })],
    [trust({ AWS: 'arn:aws:iam::111111111111:root' })],
  ],
  ['everybody in two ways', [trust('*')], [trust({ AWS: '*' })]],
  ['one of everybody', [trust('*')], [trust({ AWS: ours })]],
  [
    'a policy variable that stays',
    [allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/*')],
    [allow('s3:GetObject', 'arn:aws:s3:::b/${aws:username}/x')],
  ],
])('no growth: %s', (_, before, after) => {
  expect(said(before, after)).toBe('');
});

test.each<[string, Json[], Json[], string]>([
  ['an action', [allow('a:B', '*')], [allow(['a:B', 'a:C'], '*')], 'newly allowed: a:C on *'],
  [
    'a statement',
    [],
    [allow(['cognito-idp:AdminGetUser'], '*')],
    'newly allowed: cognito-idp:AdminGetUser on *',
  ],
  ['a resource', [allow('a:B', 'x')], [allow('a:B', ['x', 'y'])], 'newly allowed: a:B on y'],
  [
    'a wildcard of actions',
    [allow('s3:GetObject', '*')],
    [allow('s3:Get*', '*')],
    'newly allowed: s3:Get* on *',
  ],
  [
    'all that a list had',
    [allow(['s3:GetObject', 's3:GetBucket'], '*')],
    [allow('s3:Get*', '*')],
    'newly allowed: s3:Get* on *',
  ],
  ['a wildcard of resources', [allow('a:B', table)], [allow('a:B', '*')], 'newly allowed: a:B on *'],
  [
    'a wildcard that IAM ends at the colon',
    [allow('a:B', 'arn:aws:dynamodb:*:table/users:x')],
    [allow('a:B', `${table}:x`)],
    `newly allowed: a:B on ${table}:x`,
  ],
  [
    'another case of a resource',
    [allow('a:B', 'arn:aws:s3:::b/X')],
    [allow('a:B', 'arn:aws:s3:::b/x')],
    'newly allowed: a:B on arn:aws:s3:::b/x',
  ],
  [
    'an action on another resource that was allowed apart',
    [allow('a:B', 'x'), allow('a:C', 'y')],
    [allow(['a:B', 'a:C'], ['x', 'y'])],
    'newly allowed: a:B on y; newly allowed: a:C on x',
  ],
  [
    'a condition less',
    [allow('a:B', '*', { StringEquals: { k: 'x' } })],
    [allow('a:B', '*')],
    'newly allowed: a:B on *',
  ],
  [
    'a value more',
    [allow('a:B', '*', { StringEquals: { k: 'x' } })],
    [allow('a:B', '*', { StringEquals: { k: ['x', 'y'] } })],
    'newly allowed: a:B on * if StringEquals k x, y',
  ],
  [
    'a value less that is shut out',
    [allow('a:B', '*', { StringNotEquals: { k: ['x', 'y'] } })],
    [allow('a:B', '*', { StringNotEquals: { k: 'x' } })],
    'newly allowed: a:B on * if StringNotEquals k x',
  ],
  [
    'a pattern in place of a value',
    [allow('a:B', '*', { StringEquals: { k: 'x*' } })],
    [allow('a:B', '*', { StringLike: { k: 'x*' } })],
    'newly allowed: a:B on * if StringLike k x*',
  ],
  [
    'a key that may be missing',
    [allow('a:B', '*', { StringEquals: { k: 'x' } })],
    [allow('a:B', '*', { StringEqualsIfExists: { k: 'x' } })],
    'newly allowed: a:B on * if StringEqualsIfExists k x',
  ],
  [
    'another key',
    [allow('a:B', '*', { StringEquals: { k: 'x' } })],
    [allow('a:B', '*', { StringEquals: { l: 'x' } })],
    'newly allowed: a:B on * if StringEquals l x',
  ],
  [
    'a longer time',
    [allow('a:B', '*', { NumericLessThan: { k: '900' } })],
    [allow('a:B', '*', { NumericLessThan: { k: '3600' } })],
    'newly allowed: a:B on * if NumericLessThan k 3600',
  ],
  [
    'any of a key’s values for all of them',
    [allow('a:B', '*', { 'ForAllValues:StringEquals': { k: 'x' } })],
    [allow('a:B', '*', { 'ForAnyValue:StringEquals': { k: 'x' } })],
    'newly allowed: a:B on * if ForAnyValue:StringEquals k x',
  ],
  ['a Deny less', [allow('*', '*'), deny('a:B', '*')], [allow('*', '*')], 'no longer denied: a:B on *'],
  [
    'a Deny of less',
    [allow('*', '*'), deny('a:*', '*')],
    [allow('*', '*'), deny('a:B', '*')],
    'no longer denied: a:* on *',
  ],
  [
    'a Deny with a condition',
    [allow('*', '*'), deny('a:B', '*')],
    [allow('*', '*'), deny('a:B', '*', { Bool: { k: 'true' } })],
    'no longer denied: a:B on *',
  ],
  [
    'an Allow that a Deny meets in part alone',
    [],
    [allow('a:*', '*'), deny('a:B', '*')],
    'newly allowed: a:* on *',
  ],
  [
    'all but less',
    [not({ NotResource: ['x', 'y'] })],
    [not({ NotResource: 'x' })],
    'newly allowed: s3:* on everything except x',
  ],
  [
    'all but another in place of one',
    [not({ Resource: 'y' })],
    [not({ NotResource: 'x' })],
    'newly allowed: s3:* on everything except x',
  ],
  [
    'one that all but it shut out',
    [not({ NotResource: 'x*' })],
    [not({ Resource: 'xy' })],
    'newly allowed: s3:* on xy',
  ],
  [
    'another account',
    [trust({ AWS: ours })],
    [trust({ AWS: [ours, '222222222222'] })],
    'newly allowed: sts:AssumeRole by AWS:arn:aws:iam::222222222222:root',
  ],
  ['everybody', [trust({ AWS: ours })], [trust('*')], 'newly allowed: sts:AssumeRole by *'],
  [
    'a service',
    [trust({ Service: 'lambda.amazonaws.com' })],
    [trust({ Service: ['lambda.amazonaws.com', 'ec2.amazonaws.com'] })],
    'newly allowed: sts:AssumeRole by Service:ec2.amazonaws.com',
  ],
  [
    'all but one',
    [trust({ AWS: ours })],
    [{ Effect: 'Allow', NotPrincipal: { AWS: ours }, Action: 'sts:AssumeRole' }],
    `newly allowed: sts:AssumeRole by everything except AWS:${ours}`,
  ],
  [
    'a role by its name, which was only in its account',
    [trust({ AWS: '101010101010' })],
    [trust({ AWS: ours })],
    `newly allowed: sts:AssumeRole by AWS:${ours}`,
  ],
  [
    'another policy variable',
    [allow('a:B', 'arn:aws:s3:::b/${aws:username}')],
    [allow('a:B', 'arn:aws:s3:::b/${aws:PrincipalTag/team}')],
    'newly allowed: a:B on arn:aws:s3:::b/${aws:PrincipalTag/team}',
  ],
])('growth: %s', (_, before, after, what) => {
  expect(said(before, after)).toBe(what);
});

test('a Deny that blocked nothing may be removed if no other policy allows anything', () => {
  const before = [allow('a:B', 'x'), deny('c:D', '*')];
  expect(said(before, [allow('a:B', 'x')], false)).toBe('');
  expect(said(before, [allow('a:B', 'x')], true)).toBe('no longer denied: c:D on *');
  expect(said(before, [allow(['a:B', 'C:*'], 'x')], false)).toMatch(/no longer denied: c:D on \*/);
});

test('before version 2012-10-17 a variable is plain text', () => {
  const statement = allow('a:B', 'arn:aws:s3:::b/${aws:username}');
  const old = JSON.stringify({ Version: '2008-10-17', Statement: [statement] });
  const growths = grows(statementsOf(old), statementsOf(document(statement)), { others: true });
  expect(growths).toHaveLength(1);
});

test.each([
  ['no JSON', '{'],
  ['no statement', '{"Version":"2012-10-17"}'],
  ['an effect that IAM does not know', document({ Effect: 'Perhaps', Action: '*', Resource: '*' })],
  ['a member that IAM does not know', document({ Effect: 'Allow', Action: '*', Resources: '*' })],
  ['no action', document({ Effect: 'Allow', Resource: '*' })],
  ['both of a pair', document({ Effect: 'Allow', Action: 'a:B', NotAction: 'a:C', Resource: '*' })],
])('is not a document: %s', (_, text) => {
  expect(() => statementsOf(text)).toThrow();
});

const some = (values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 });
const statements = fc.array(
  fc
    .record({
      Effect: fc.constantFrom('Allow', 'Deny'),
      actions: fc.record({
        except: fc.boolean(),
        of: some(['*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 'kms:Decrypt']),
      }),
      resources: fc.record({
        except: fc.boolean(),
        of: some(['*', 'arn:aws:s3:::b', 'arn:aws:s3:::b/*', 'arn:aws:s3:::b/x', 'arn:aws:s3:::b/?']),
      }),
      Condition: fc.constantFrom<Record<string, Record<string, string[]>>>(
        {},
        { StringEquals: { k: ['x'] } },
        { StringLike: { k: ['x*', 'y'] } },
      ),
    })
    .map(
      ({ Effect, actions, resources, Condition }): Json => ({
        Effect,
        [actions.except ? 'NotAction' : 'Action']: actions.of,
        [resources.except ? 'NotResource' : 'Resource']: resources.of,
        Condition,
      }),
    ),
  { maxLength: 5 },
);
const read = (given: readonly Json[]) => statementsOf(document(...given));
const others = fc.boolean().map((value) => ({ others: value }));

test('reordering, adding a Deny or removing an Allow is never growth', () => {
  fc.assert(
    fc.property(statements, statements, others, fc.infiniteStream(fc.nat()), (given, more, options, keys) => {
      const own = read(given);
      const shuffled = own
        .map((statement) => ({ statement, key: keys.next().value as number }))
        .sort((a, b) => a.key - b.key)
        .map(({ statement }) => statement);
      expect(grows(own, shuffled, options)).toEqual([]);
      expect(
        grows(own, [...shuffled, ...read(more).filter(({ effect }) => effect === 'Deny')], options),
      ).toEqual([]);
      const less = own.filter(({ effect }, index) => effect === 'Deny' || index % 2 === 0);
      expect(grows(own, less, options)).toEqual([]);
    }),
  );
});

test('adding an Allow is growth exactly if nothing else covers it', () => {
  fc.assert(
    fc.property(statements, fc.nat(), (given, pick) => {
      const own = read(given);
      const allows = own.filter(({ effect }) => effect === 'Allow');
      const gone = allows[pick % Math.max(allows.length, 1)];
      fc.pre(
        gone !== undefined && gone.actions.patterns.length === 1 && gone.resources.patterns.length === 1,
      );
      const rest = own.filter((statement) => statement !== gone);
      const isCovered = rest.some((statement) => statementCovers(statement, gone));
      expect(grows(rest, own, { others: true }).length === 0).toBe(isCovered);
    }),
  );
});

/** The decision of the statements on one request, by IAM's own rules, on plain texts. */
function allows(given: readonly Json[], action: string, resource: string, k: string | undefined): boolean {
  const like = (pattern: string, value: string) =>
    new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(value);
  // biome-ignore lint/suspicious/noExplicitAny: statements as IAM writes them.
  const meant = (given as any[]).filter(
    ({ Action, NotAction, Resource, NotResource, Condition }) =>
      (Action
        ? Action.some((one: string) => like(one, action))
        : !NotAction.some((one: string) => like(one, action))) &&
      (Resource
        ? Resource.some((one: string) => like(one, resource))
        : !NotResource.some((one: string) => like(one, resource))) &&
      (!Condition.StringEquals || k === 'x') &&
      (!Condition.StringLike || (k !== undefined && /^(x.*|y)$/.test(k))),
  );
  return meant.some(({ Effect }) => Effect === 'Allow') && !meant.some(({ Effect }) => Effect === 'Deny');
}

test('every newly allowed request is found', () => {
  const request = fc.record({
    action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:GetBucketAcl', 'kms:Decrypt', 'kms:Encrypt'),
    resource: fc.constantFrom('arn:aws:s3:::b', 'arn:aws:s3:::b/x', 'arn:aws:s3:::b/xy', 'arn:aws:s3:::c'),
    k: fc.constantFrom(undefined, 'x', 'xy', 'y', 'z'),
  });
  let found = 0;
  fc.assert(
    fc.property(
      statements,
      statements,
      request,
      others,
      (before, after, { action, resource, k }, options) => {
        if (allows(before, action, resource, k) || !allows(after, action, resource, k)) return;
        found += 1;
        expect(grows(read(before), read(after), options)).not.toEqual([]);
      },
    ),
    { numRuns: 3000 },
  );
  expect(found).toBeGreaterThan(50);
});
