import { readFileSync } from 'node:fs';
import * as sdk from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { clientFields } from '../../../../scripts/review/hidden/client-fields';
import { canLose, type Fields, lostSettings } from '../../../../scripts/review/hidden/fields';
import { mfaFields, poolFields } from '../../../../scripts/review/hidden/pool-fields';

/** The SDK's own description of a structure, as far as it is read: kind, name and members with theirs. */
type Shape = [kind: number, namespace: string, name: string, traits: unknown, ...rest: unknown[]];

const structure = 3;
const listOf = 1;

/** What a member is: a structure, a list of something, or a plain value. */
function shapeOf(member: unknown): Shape | undefined {
  let shape = member;
  if (typeof shape === 'function') shape = shape();
  if (!Array.isArray(shape)) return undefined;
  // With traits: [schema, traits].
  if (typeof shape[0] !== 'number') return shapeOf(shape[0]);
  return shape[0] === structure || shape[0] === listOf ? (shape as Shape) : undefined;
}

/** Paths of everything below a structure that has no parts of its own. */
function leaves(shape: Shape, path: readonly string[] = []): string[] {
  if (shape[0] === listOf) {
    const element = shapeOf(shape[4]);
    return element ? leaves(element, path) : [path.join('.')];
  }
  const [, , , , names, members] = shape as unknown as [0, 0, 0, 0, string[], unknown[]];
  return names.flatMap((name, index) => {
    const inner = shapeOf(members[index]);
    return inner ? leaves(inner, [...path, name]) : [[...path, name].join('.')];
  });
}

const request = (name: string) => leaves((sdk as unknown as Record<string, Shape>)[`${name}$`] as Shape);

const covers = (entry: string, leaf: string) => leaf === entry || leaf.startsWith(`${entry}.`);

/** Arguments of a resource as the provider's bindings declare them: `lambda_config.pre_sign_up`. */
function providerArguments(module: string, prefix: string): Set<string> {
  const file = require.resolve(`@cdktf/provider-aws/lib/${module}/index.d.ts`);
  const text = readFileSync(file, 'utf8');
  const declared = new Map(
    [...text.matchAll(/export interface (\w+)[^{]*\{([\s\S]*?)\n\}/g)].map(([, name = '', body = '']) => [
      name,
      body,
    ]),
  );
  const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const below = (name: string, path: readonly string[]): string[] =>
    [...(declared.get(name) ?? '').matchAll(/readonly (\w+)\??: ([^;]+);/g)].flatMap(
      ([, member = '', type = '']) => {
        const nested = type.match(/\w+/g)?.find((word) => declared.has(word));
        const here = [...path, snake(member)];
        return nested ? below(nested, here) : [here.join('.')];
      },
    );
  return new Set(below(`${prefix}Config`, []));
}

const tables: [string, string, Fields, { module: string; prefix: string }][] = [
  [
    'UpdateUserPool',
    'UpdateUserPoolRequest',
    poolFields,
    { module: 'cognito-user-pool', prefix: 'CognitoUserPool' },
  ],
  [
    'SetUserPoolMfaConfig',
    'SetUserPoolMfaConfigRequest',
    mfaFields,
    { module: 'cognito-user-pool', prefix: 'CognitoUserPool' },
  ],
  [
    'UpdateUserPoolClient',
    'UpdateUserPoolClientRequest',
    clientFields,
    { module: 'cognito-user-pool-client', prefix: 'CognitoUserPoolClient' },
  ],
];

describe.each(tables)('%s', (_, input, fields, { module, prefix }) => {
  const known = Object.values(fields).flatMap((field) => ('known' in field ? [field.known] : []));

  test('every setting of the installed SDK is classified exactly once', () => {
    const paths = request(input);
    expect(paths.length).toBeGreaterThan(12);
    const unclassified = paths.filter((leaf) => !Object.keys(fields).some((entry) => covers(entry, leaf)));
    expect(unclassified).toEqual([]);
    for (const leaf of paths)
      expect([leaf, Object.keys(fields).filter((entry) => covers(entry, leaf))]).toEqual([
        leaf,
        [expect.any(String)],
      ]);
  });

  test('no unknown setting is classified', () => {
    const paths = request(input);
    const gone = Object.keys(fields).filter(
      (entry) => !paths.some((leaf) => covers(entry, leaf) || covers(leaf, entry)),
    );
    expect(gone).toEqual([]);
  });

  test('every known setting is an argument of the provider', () => {
    const declared = providerArguments(module, prefix);
    expect(declared.size).toBeGreaterThan(20);
    expect(known.filter((argument) => argument !== 'id' && !declared.has(argument))).toEqual([]);
  });
});

test('every argument of the provider’s pool or client is in a table, or is not a setting of these calls', () => {
  const elsewhere = [
    // Only at creation.
    'alias_attributes',
    'generate_secret',
    'id',
    'name',
    'username_attributes',
    'username_configuration.case_sensitive',
    // With separate calls.
    'schema.',
    'tags',
    'tags_all',
  ];
  const arguments_ = (fields: readonly Fields[]) =>
    fields.flatMap((one) => Object.values(one).flatMap((field) => ('known' in field ? [field.known] : [])));
  const missing = (module: string, prefix: string, fields: readonly Fields[]) =>
    [...providerArguments(module, prefix)].filter(
      (argument) =>
        !arguments_(fields).includes(argument) &&
        !elsewhere.some((one) => argument === one || (one.endsWith('.') && argument.startsWith(one))),
    );
  expect(missing('cognito-user-pool', 'CognitoUserPool', [poolFields, mfaFields])).toEqual([]);
  expect(missing('cognito-user-pool-client', 'CognitoUserPoolClient', [clientFields])).toEqual([]);
});

describe('what an update would lose', () => {
  const InboundFederation = { LambdaVersion: 'V1_0', LambdaArn: 'arn:f' };
  test.each<[string, object, { path: string; before: unknown; after: unknown }[]]>([
    ['nothing of a pool that says nothing', {}, []],
    [
      'nothing that the provider writes back',
      { MfaConfiguration: 'ON', LambdaConfig: { PreSignUp: 'arn:f' } },
      [],
    ],
    ['nothing that stays', { DcrConfiguration: { EnableStatus: 'Enabled' }, UserPoolTags: { a: 'b' } }, []],
    [
      'a hook that the provider does not know',
      { LambdaConfig: { PreSignUp: 'arn:f', InboundFederation } },
      [{ path: 'LambdaConfig.InboundFederation', before: InboundFederation, after: null }],
    ],
    [
      'no default',
      { KeyConfiguration: { KeyType: 'AWS_OWNED_KEY' }, IssuerConfiguration: { Type: 'ORIGINAL' } },
      [],
    ],
    [
      'a key of the account',
      { KeyConfiguration: { KeyType: 'CUSTOMER_MANAGED_KEY', KmsKeyArn: 'arn:k' } },
      [
        { path: 'KeyConfiguration.KeyType', before: 'CUSTOMER_MANAGED_KEY', after: 'AWS_OWNED_KEY' },
        { path: 'KeyConfiguration.KmsKeyArn', before: 'arn:k', after: null },
      ],
    ],
    [
      'who issues tokens',
      { IssuerConfiguration: { Type: 'UPDATED' } },
      [{ path: 'IssuerConfiguration.Type', before: 'UPDATED', after: 'ORIGINAL' }],
    ],
    [
      'nothing that is empty',
      { LambdaConfig: { InboundFederation: {} }, SmsConfiguration: { EumsSms: undefined } },
      [],
    ],
    [
      'no level that has its usual name',
      { AcrConfiguration: { Level2: { AcrValue: 'urn:cognito:loa:2' } } },
      [],
    ],
    [
      'a level with a name of its own',
      { AcrConfiguration: { Level1: { AcrValue: 'urn:cognito:loa:1' }, Level2: { AcrValue: 'urn:ours' } } },
      [
        {
          path: 'AcrConfiguration',
          before: { Level1: { AcrValue: 'urn:cognito:loa:1' }, Level2: { AcrValue: 'urn:ours' } },
          after: expect.objectContaining({ Level2: { AcrValue: 'urn:cognito:loa:2' } }),
        },
      ],
    ],
    [
      'an unknown level',
      { AcrConfiguration: { Level5: { AcrValue: 'urn:ours' } } },
      [expect.objectContaining({ path: 'AcrConfiguration' })],
    ],
  ])('%s', (_, settings, lost) => {
    expect(lostSettings(settings, poolFields)).toEqual(lost);
  });

  test('passkeys that count as two factors', () => {
    const lost = (FactorConfiguration: string) =>
      lostSettings(
        { WebAuthnConfiguration: { RelyingPartyId: 'a.example', FactorConfiguration } },
        mfaFields,
      );
    expect(lost('SINGLE_FACTOR')).toEqual([]);
    expect(lost('MULTI_FACTOR_WITH_USER_VERIFICATION').map(({ path }) => path)).toEqual([
      'WebAuthnConfiguration.FactorConfiguration',
    ]);
  });

  test('a field is lost exactly if it is set to something other than its default', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (value, standard) => {
        const lost = lostSettings({ a: { b: value } }, { 'a.b': { reset: standard as never } });
        if (JSON.stringify(value) === JSON.stringify(standard)) expect(lost).toEqual([]);
        for (const { before } of lost) expect(before).toEqual(JSON.parse(JSON.stringify(value)));
        const plain = typeof value !== 'object' && value !== '' && value !== standard;
        if (plain) expect(lost).toHaveLength(1);
      }),
    );
  });

  test('if nothing can be lost, no call is made', () => {
    expect(canLose(poolFields)).toBe(true);
    expect(canLose(mfaFields)).toBe(true);
    expect(canLose(clientFields)).toBe(false);
    expect(canLose({ ...clientFields, New: { reset: null } })).toBe(true);
  });
});
