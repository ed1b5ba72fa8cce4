import { CustomerDatabase, migrations } from './fixture';

let database: CustomerDatabase;
beforeAll(async () => {
  database = await CustomerDatabase.start();
});
afterAll(() => database.stop());

const id = '7d9c2f0e-5f43-4d0b-9d43-1c1f0f5d8a11';
const access = `select status, roles from identity.customer_access('${id}')`;
const asHook = (sql: string) => database.as('identity_hook', database.name, sql);

describe('the migrations', () => {
  it('are numbered without a gap', () => {
    expect(migrations.map(({ name }) => name.slice(0, 5))).toEqual(
      migrations.map((_, index) => `${String(index + 1).padStart(4, '0')}_`),
    );
  });

  it('change nothing when they run again', async () => {
    await database.customer(id, 'active', ['premium']);
    await database.migrate();
    expect(await asHook(access)).toEqual([{ status: 'active', roles: ['premium'] }]);
  });

  it('let the hook query one customer', async () => {
    await database.customer(id, 'suspended', ['premium', 'buyer']);
    expect(await asHook(access)).toEqual([{ status: 'suspended', roles: ['buyer', 'premium'] }]);
    expect(await asHook(access.replace(id, '00000000-0000-4000-8000-000000000000'))).toEqual([]);
  });

  it.each([
    'select * from identity.customers',
    'select count(*) from identity.customer_roles',
    `insert into identity.customer_roles values ('${id}', 'admin')`,
    `update identity.customers set status = 'active'`,
    'delete from identity.customers',
    'create table identity.mine (id int)',
    'set role identity_owner',
    'set role master',
    'create role other',
  ])('let the hook do no more: %s', async (sql) => {
    await expect(asHook(sql)).rejects.toMatchObject({ code: expect.stringMatching(/^(42501|25006)$/) });
  });

  it('grant the function only to the hook', async () => {
    await database.as('postgres', 'postgres', 'create role stranger login');
    await database.as('master', database.name, 'grant usage on schema identity to stranger');
    await expect(database.as('stranger', database.name, access)).rejects.toMatchObject({ code: '42501' });
  });

  it('keep the hook out of everything else, and make it sign in with IAM tokens', async () => {
    const roles = await database.as(
      'postgres',
      database.name,
      `select rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls, rolcanlogin,
         array(select m.roleid::regrole::text from pg_auth_members m where m.member = r.oid) as member_of
       from pg_roles r where rolname in ('identity_hook', 'identity_owner') order by rolname`,
    );
    const nothing = {
      rolsuper: false,
      rolcreaterole: false,
      rolcreatedb: false,
      rolreplication: false,
      rolbypassrls: false,
    };
    expect(roles).toEqual([
      { ...nothing, rolcanlogin: true, member_of: ['rds_iam'] },
      { ...nothing, rolcanlogin: false, member_of: [] },
    ]);
  });

  it.each([
    `insert into identity.customer_roles values ('${id}', 'Not A Role')`,
    `insert into identity.customer_roles values ('${id}', '${'a'.repeat(41)}')`,
    `update identity.customers set status = 'unknown'`,
  ])('reject what the hook would not understand: %s', async (sql) => {
    await database.customer(id, 'active', []);
    await expect(database.as('master', database.name, sql)).rejects.toMatchObject({ code: '23514' });
  });
});
