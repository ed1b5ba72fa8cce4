/** Generated tokens of one flow, and requests about resources of any owner. */
import type {
  AttributeValue,
  BatchIsAuthorizedWithTokenInputItem,
} from '@aws-sdk/client-verifiedpermissions';
import fc from 'fast-check';

/** Owners of resources, tenants or customers: similar to each other, so that many pairs are nearly right. */
const owner = fc.constantFrom('acme', 'globex', 'acme-2', 'Acme', 'acme ', 'acm', '*', '', 'ácme');
const sub = fc.constantFrom('ada', 'bob');
const some = (...values: string[]) => fc.subarray(values);

/** Resources that are asked about with one token. */
export const askedWithOne = 10;

export interface Asked {
  /** The resource's owner. */
  owner: string;
  request: BatchIsAuthorizedWithTokenInputItem;
  entity: {
    identifier: { entityType: string; entityId: string };
    attributes: Record<string, AttributeValue>;
    parents: { entityType: string; entityId: string }[];
  };
}

/** One token's claims, and the requests made with it: each about another resource. */
export interface Case {
  /** The token's owner; undefined if the hook's claim is not in it. */
  owner?: string;
  claims: Record<string, unknown>;
  asked: Asked[];
}

export interface Flow {
  kind: 'tenant' | 'customer';
  /** The forbid that keeps owners apart. */
  isolation: string;
  /** Pairs of a token and a resource to ask about. */
  pairs: number;
  cases(pool: string): fc.Arbitrary<Case>;
}

const identifier = (type: string, entityId: string) => ({ entityType: `Payments::${type}`, entityId });

/** The rest of the request besides the token. */
const surroundings = fc.record(
  {
    source_ip: fc.constantFrom('127.0.0.1', '203.0.113.9', '2001:db8::1').map((ipaddr) => ({ ipaddr })),
    time: fc.constantFrom('2026-03-01T12:00:00Z', '2031-12-31T23:59:00Z').map((datetime) => ({ datetime })),
  },
  { requiredKeys: [] },
);

/** What only the backend knows of a payment. */
const known = (pool: string) =>
  fc.record(
    {
      amount: fc.constantFrom(1, 100_000, 900_000, 5_000_000).map((long) => ({ long })),
      created_by: sub.map((id) => ({ entityIdentifier: identifier('User', `${pool}|${id}`) })),
    },
    { requiredKeys: [] },
  );

interface Shape {
  /** The attribute that names a resource's owner. */
  attribute: string;
  /** Actions, each with the type of its resources. */
  actions: [action: string, type: string][];
  amountFor?: string;
  payment: readonly string[];
  /** The parent of a resource of this type. */
  parents: Record<string, string>;
}

const asked = (pool: string, { attribute, actions, amountFor, payment, parents }: Shape, index: number) =>
  fc
    .record({
      owner,
      action: fc.constantFrom(...actions),
      amount: fc.constantFrom(1, 100_000, 2_500_000),
      surroundings,
      known: known(pool),
      inside: fc.boolean(),
    })
    .map(({ owner, action: [actionId, type], amount, surroundings, known, inside }): Asked => {
      const resource = identifier(type, `resource-${index}`);
      const stored = Object.entries(type === 'Payment' ? known : {}).filter(([name]) =>
        payment.includes(name),
      );
      const parent = parents[type];
      return {
        owner,
        request: {
          action: { actionType: 'Payments::Action', actionId },
          resource,
          context: {
            contextMap: { ...surroundings, ...(actionId === amountFor && { amount: { long: amount } }) },
          },
        },
        entity: {
          identifier: resource,
          attributes: { ...Object.fromEntries(stored), [attribute]: { string: owner } },
          // All resources may have the same parent: it says nothing about the owner.
          parents: inside && parent ? [identifier(parent, 'shared')] : [],
        },
      };
    });

const cases =
  (attribute: string, shape: Omit<Shape, 'attribute'>) =>
  (pool: string): fc.Arbitrary<Case> =>
    fc
      .record({
        owner: fc.option(owner, { nil: undefined, freq: 8 }),
        claims: fc.record({
          sub,
          scope: fc.constantFrom('openid', 'openid email', 'aws.cognito.signin.user.admin'),
          'cognito:groups': some('admins', 'operators', 'auditors', 'viewers', 'strangers'),
          roles: some('account-owner', 'premium', 'frozen'),
          // Names another owner where no policy looks for one.
          'custom:tenant_id': owner,
          tenant: owner,
        }),
        asked: fc.tuple(
          ...Array.from({ length: askedWithOne }, (_, index) => asked(pool, { attribute, ...shape }, index)),
        ),
      })
      .map(({ owner, claims, asked }) => ({
        owner,
        claims: { ...claims, ...(owner !== undefined && { [attribute]: owner }) },
        asked,
      }));

export const flows: Flow[] = [
  {
    kind: 'tenant',
    isolation: 'tenant-isolation',
    pairs: 10_200,
    cases: cases('tenant_id', {
      actions: [
        ['viewPayment', 'Payment'],
        ['approvePayment', 'Payment'],
        ['createPayment', 'Account'],
        ['exportPayments', 'Tenant'],
      ],
      payment: ['amount', 'created_by'],
      parents: { Payment: 'Account', Account: 'Tenant' },
    }),
  },
  {
    kind: 'customer',
    isolation: 'customer-isolation',
    pairs: 4_000,
    cases: cases('customer_id', {
      actions: [
        ['viewPayment', 'Payment'],
        ['approvePayment', 'Payment'],
        ['createPayment', 'Account'],
        ['exportPayments', 'Account'],
      ],
      amountFor: 'createPayment',
      payment: ['amount'],
      parents: { Payment: 'Account' },
    }),
  },
];
