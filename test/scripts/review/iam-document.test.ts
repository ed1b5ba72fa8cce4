import { canonicalPolicy } from '../../../scripts/review/iam-document';
import type { Json } from '../../../scripts/review/model';

const document = (...statements: Json[]): Json => ({ Version: '2012-10-17', Statement: statements });
const allow = (Action: Json, more: Record<string, Json> = {}): Json => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});

test.each<[string, Json, Json]>([
  ['names of statements', document(allow('a:B', { Sid: 'One' })), document(allow('a:B'))],
  ['a text for a list', document(allow('a:B')), document(allow(['a:B'], { Resource: ['*'] }))],
  ['a statement for a list', { Version: '2012-10-17', Statement: allow('a:B') }, document(allow('a:B'))],
  [
    'order',
    document(allow('a:B'), allow('a:C', { Resource: ['x', 'y'] })),
    document(allow('a:C', { Resource: ['y', 'x'] }), allow('a:B')),
  ],
  [
    'actions in statements of their own',
    document(allow(['a:B', 'a:C'])),
    document(allow('a:C'), allow('a:B')),
  ],
  ['case of a service', document(allow('S3:GetObject')), document(allow('s3:GetObject'))],
  ['JSON as text', JSON.stringify(document(allow('a:B'))), document(allow('a:B'))],
  [
    'everybody and accounts',
    document(allow('a:B', { Principal: { AWS: '*' } }), allow('a:C', { Principal: { AWS: '111111111111' } })),
    document(
      allow('a:B', { Principal: '*' }),
      allow('a:C', { Principal: { AWS: ['arn:aws:iam::111111111111:root'] } }),
    ),
  ],
  [
    'conditions',
    document(allow('a:B', { Condition: { Bool: { k: true }, StringEquals: { a: 'x', b: ['y', 'z'] } } })),
    document(allow('a:B', { Condition: { StringEquals: { b: ['z', 'y'], a: ['x'] }, Bool: { k: 'true' } } })),
  ],
])('one form whatever the %s', (_, one, other) => {
  expect(canonicalPolicy(one)).toEqual(canonicalPolicy(other));
});

test.each<[string, Json, Json]>([
  ['effects', allow('a:B'), allow('a:B', { Effect: 'Deny' })],
  ['actions', allow('a:B'), allow('a:C')],
  ['resources', allow('a:B'), allow('a:B', { Resource: 'x' })],
  ['conditions', allow('a:B'), allow('a:B', { Condition: { Bool: { k: 'true' } } })],
  ['principals', allow('a:B'), allow('a:B', { Principal: '*' })],
  ['all but', allow('a:B'), { Effect: 'Allow', NotAction: 'a:B', Resource: '*' }],
])('other %s, another form', (_, one, other) => {
  expect(canonicalPolicy(document(one))).not.toEqual(canonicalPolicy(document(other)));
});

test('two times "all but" stays two', () => {
  const but = (NotAction: string): Json => ({ Effect: 'Allow', NotAction, Resource: '*' });
  expect(canonicalPolicy(document(but('a:B'), but('a:C')))).toMatchObject({ Statement: [{}, {}] });
});
