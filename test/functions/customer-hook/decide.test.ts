import { readConfig } from '../../../functions/customer-hook/config';
import { decide, recordOf } from '../../../functions/customer-hook/decide';
import type { Denied } from '../../../functions/shared/denied';

const reasonOf = (run: () => unknown) => {
  try {
    return run();
  } catch (error) {
    return (error as Denied).reason;
  }
};

describe("a customer's claims", () => {
  it('are the id and the roles, sorted, each once', () => {
    expect(decide('c1', { status: 'active', roles: ['premium', 'buyer', 'premium'] })).toEqual({
      customer_id: 'c1',
      roles: ['buyer', 'premium'],
    });
  });

  it('have no roles if the database has none', () => {
    expect(decide('c1', { status: 'active', roles: [] })).toEqual({ customer_id: 'c1', roles: [] });
  });

  it('are refused for unknown and suspended customers', () => {
    expect(reasonOf(() => decide('c1', undefined))).toBe('customer-unknown');
    expect(reasonOf(() => decide('c1', { status: 'suspended', roles: ['premium'] }))).toBe(
      'customer-suspended',
    );
  });
});

describe("the database's answer", () => {
  it('is one customer or none', () => {
    expect(recordOf([])).toBeUndefined();
    expect(recordOf([{ status: 'suspended', roles: ['premium', 'support-1'] }])).toEqual({
      status: 'suspended',
      roles: ['premium', 'support-1'],
    });
  });

  it.each<[string, unknown[]]>([
    [
      'two customers',
      [
        { status: 'active', roles: [] },
        { status: 'active', roles: [] },
      ],
    ],
    ['an unknown status', [{ status: 'on', roles: [] }]],
    ['no roles', [{ status: 'active' }]],
    ['roles that are not a list', [{ status: 'active', roles: '{premium}' }]],
    ['a row that is nothing', [null]],
    ...['Admin', 'role with blank', '-x', 'x--y', '', 'rôle', 'a'.repeat(41), 'x\n', 7].map(
      (role): [string, unknown[]] => [
        `the role ${JSON.stringify(role)}`,
        [{ status: 'active', roles: [role] }],
      ],
    ),
  ])('is refused entirely with %s: what is left out could be a role that restricts', (_title, rows) => {
    expect(reasonOf(() => recordOf(rows))).toBe('store-malformed');
  });
});

describe('the customer hook starts', () => {
  const whole = {
    DATABASE_HOST: 'db.example.com',
    DATABASE_PORT: '5432',
    DATABASE_NAME: 'customers',
    DATABASE_USER: 'identity_hook',
    AWS_REGION: 'eu-west-1',
  };

  it('with its database, in the region of its function', () => {
    expect(readConfig(whole)).toEqual({
      host: 'db.example.com',
      port: 5432,
      database: 'customers',
      user: 'identity_hook',
      region: 'eu-west-1',
    });
  });

  it.each(['', '0', '65536', '5432.5', 'postgres', undefined])('never with the port %j', (port) => {
    expect(reasonOf(() => readConfig({ ...whole, DATABASE_PORT: port }))).toBe('misconfigured');
  });

  it.each(Object.keys(whole))('never without %s', (variable) => {
    expect(() => readConfig({ ...whole, [variable]: '' })).toThrow(
      expect.objectContaining({ reason: 'misconfigured', detail: { missing: [variable] } }),
    );
  });
});
